// Who the stories are about.
import { minutes } from '../../../domain/time.ts';
import { character } from '../lives.ts';

/** 82, lives by the clock, and nothing is wrong with her. */
export const LIN = character('lin', { person: { name: '林秀华' } });
/** Walks for an hour, morning and afternoon, and takes the stairs. */
export const WANG = character('wang', {
  person: { name: '王建国' },
  life: { pace: 92, walks: 0.95, wakesAt: 5 * 60 + 20, sleepsAt: 20 * 60 + 40 },
});
/** Slow on her feet; sits most of the day. */
export const CHEN = character('chen', {
  person: { name: '陈玉珍', conditions: ['膝骨关节炎'] },
  life: { pace: 34, walks: 0.15, wakesAt: 6 * 60 + 40, sleepsAt: 21 * 60 + 40 },
});
/** A doctor has ordered the second scale for him: 88 to 92 % is what his lungs give. */
export const ZHAO = character('zhao', {
  person: {
    name: '赵福生',
    conditions: ['慢性阻塞性肺疾病'],
    policy: { vitals: { oxygen: { scale: 2 } } },
  },
  life: { spo2: 90.2, walks: 0.3, pace: 40 },
});
/** Her heart has fibrillated for years. */
export const QIAN = character('qian', {
  person: { name: '钱桂英', conditions: ['心房颤动'], policy: { vitals: { rhythm: 'irregular' } } },
  life: { rhythm: 'atrial-fibrillation', restingHeartRate: 82 },
});
/** A pacemaker keeps his heart at 60 and lets it go no lower. */
export const SUN = character('sun', {
  person: {
    name: '孙长海',
    conditions: ['心脏起搏器植入术后'],
    policy: { vitals: { rhythm: 'paced', pacedRate: 60 } },
  },
  life: { rhythm: 'paced', restingHeartRate: 62, walks: 0.4 },
});
/** Does not like a band on his wrist in bed. */
export const LI = character('li', {
  person: { name: '李文忠' },
  life: { nights: 'takes-it-off' },
});
/** One corner of the flat has no signal. */
export const ZHOU = character('zhou', { person: { name: '周翠花' }, coverage: 'dead-corner' });
/** A band that speaks every five minutes. */
export const WU = character('wu', { person: { name: '吴树林' }, interval: minutes(5) });
/** A band that tells places by the Chinese map datum. */
export const ZHENG = character('zheng', {
  person: { name: '郑月娥' },
  life: { datum: 'GCJ02', walks: 0.95 },
});
/** Charges when the band is dark. */
export const HE = character('he', { person: { name: '何万春' }, life: { charges: 'forgets' } });
/** Married to each other, one flat, two bands. */
export const FENG = character('feng', {
  person: { name: '冯德福', compound: '槐荫里', building: '2号楼' },
  life: { restingHeartRate: 61, wakesAt: 5 * 60 + 10, sleepsAt: 20 * 60 + 30, spo2: 97.5 },
});
export const FENG_WIFE = character('feng-wife', {
  person: { name: '罗凤英', compound: '槐荫里', building: '2号楼' },
  life: { restingHeartRate: 80, wakesAt: 6 * 60 + 45, sleepsAt: 22 * 60, spo2: 95.5, walks: 0.2 },
});
