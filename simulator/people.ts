// What the invented community is made of: names of the years in which its people were born, and the
// illnesses of great age with the medicines that belong to them. All invented, none of it advice.

export const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严';

export const GIVEN_NAMES = {
  female:
    '秀兰 桂英 玉珍 淑芬 秀英 桂兰 玉兰 凤英 素珍 月娥 兰英 翠花 淑贞 玉梅 春兰 桂芝 瑞芳 秀芝 凤琴 爱莲 惠珍 金凤 素琴 玉华 桂香 文英 淑琴 秀云 庆兰 宝珍 荣芳 玉芹 秋菊 延芬',
  male: '德福 志国 玉山 振华 树林 长海 文忠 福生 永贵 兆庆 立本 殿臣 金生 宝田 万春 连生 传义 希贤 承业 鸿年 广仁 云亭 吉祥 寿山 庆余 学礼',
} as const;

/** GB 18030-2022 names that lie outside the Basic Multilingual Plane, or are seldom met. */
export const RARE_NAMES = [
  { name: '赵𬱖', sex: 'female' },
  { name: '亓官𫖯', sex: 'male' },
  { name: '仝玉琭', sex: 'female' },
] as const;

export const CHILDREN = {
  female: '丽 敏 静 燕 红 娟 霞 萍 艳 玲 梅 琳 晓燕 海英 春梅 丽华 立新 卫红',
  male: '强 军 伟 勇 磊 涛 斌 建国 建军 卫东 志强 海波 立新 国庆 晓明 新民 广平',
} as const;

export interface Condition {
  readonly name: string;
  /** One of these is taken for it; none where nothing is. */
  readonly medicines: readonly string[];
  /** How many of a hundred have it. */
  readonly percent: number;
  readonly only?: 'male' | 'female';
}

export const ATRIAL_FIBRILLATION = '心房颤动';
export const LUNG_DISEASE = '慢性阻塞性肺疾病';
export const PACEMAKER = '心脏起搏器植入术后';
export const HEARING_LOSS = '听力下降';
export const SLOW_CONDITIONS: readonly string[] = ['膝骨关节炎', '帕金森病', '脑梗死后遗症'];

export const CONDITIONS: readonly Condition[] = [
  {
    name: '高血压',
    medicines: [
      '苯磺酸氨氯地平片 5mg 每日1次',
      '缬沙坦胶囊 80mg 每日1次',
      '硝苯地平控释片 30mg 每日1次',
    ],
    percent: 62,
  },
  {
    name: '冠心病',
    medicines: ['阿司匹林肠溶片 100mg 每日1次', '单硝酸异山梨酯缓释片 40mg 每日1次'],
    percent: 28,
  },
  {
    name: '2型糖尿病',
    medicines: ['盐酸二甲双胍片 0.5g 每日2次', '格列齐特缓释片 60mg 每日1次'],
    percent: 24,
  },
  { name: ATRIAL_FIBRILLATION, medicines: ['利伐沙班片 15mg 每日1次'], percent: 7 },
  { name: LUNG_DISEASE, medicines: ['噻托溴铵吸入粉雾剂 每日1吸'], percent: 7 },
  { name: '脑梗死后遗症', medicines: ['硫酸氢氯吡格雷片 75mg 每日1次'], percent: 12 },
  {
    name: '骨质疏松',
    medicines: ['碳酸钙D3片 每日1片', '骨化三醇软胶囊 0.25μg 每日1次'],
    percent: 26,
  },
  { name: '膝骨关节炎', medicines: ['双氯芬酸二乙胺乳胶剂 外用'], percent: 26 },
  { name: '帕金森病', medicines: ['多巴丝肼片 125mg 每日3次'], percent: 4 },
  { name: '轻度认知障碍', medicines: ['盐酸多奈哌齐片 5mg 每晚1次'], percent: 7 },
  {
    name: '前列腺增生',
    medicines: ['盐酸坦索罗辛缓释胶囊 0.2mg 每晚1次'],
    percent: 40,
    only: 'male',
  },
  { name: '白内障', medicines: [], percent: 14 },
  { name: HEARING_LOSS, medicines: [], percent: 30 },
  { name: PACEMAKER, medicines: [], percent: 4 },
];

export const ALLERGIES: readonly string[] = ['青霉素', '链霉素', '头孢类药物', '海鲜', '碘造影剂'];

export interface Compound {
  readonly name: string;
  readonly buildings: readonly string[];
  readonly floors: number;
}

export const COMPOUNDS: readonly Compound[] = [
  { name: '运河新村', buildings: ['1号楼', '2号楼', '3号楼', '5号楼'], floors: 6 },
  { name: '槐荫里', buildings: ['1号楼', '2号楼', '3号楼', '4号楼'], floors: 6 },
  { name: '棉纺宿舍', buildings: ['甲楼', '乙楼', '丙楼'], floors: 4 },
  { name: '柳湖小区', buildings: ['6号楼', '7号楼', '9号楼'], floors: 6 },
  { name: '供销社家属院', buildings: ['东楼', '西楼'], floors: 3 },
  { name: '长河南里', buildings: ['2号楼', '4号楼', '8号楼'], floors: 5 },
  { name: '向阳里', buildings: ['1号楼', '2号楼', '3号楼'], floors: 5 },
  { name: '康宁苑', buildings: ['10号楼', '11号楼', '12号楼'], floors: 11 },
];
