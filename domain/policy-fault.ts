// What can be wrong with a policy, in sentences for whoever typed it: which value, and what is allowed.
import type {
  ChoiceField,
  DurationField,
  NumberField,
  PolicyField,
  PolicyPath,
  Words,
} from './policy-field.ts';
import { UNITS } from './policy-field.ts';
import { POLICY_FIELDS } from './policy-fields.ts';

export interface PolicyFault {
  /** Where, as it is called in JSON: `fall.checkSeconds`; empty for the whole. */
  readonly field: string;
  readonly message: Words;
}

const LENGTHS = [
  [86_400, { zh: '天', en: 'days' }],
  [3_600, { zh: '小时', en: 'h' }],
  [60, { zh: '分钟', en: 'min' }],
] as const;

/** `5 分钟`, `45 秒`: in the largest unit in which it is a short number. */
function lengthInWords(duration: number): Words {
  const whole = duration / 1_000;
  for (const [length, { zh, en }] of LENGTHS) {
    if (whole >= length && (whole / length) % 0.5 === 0) {
      return { zh: `${whole / length} ${zh}`, en: `${whole / length} ${en}` };
    }
  }
  return { zh: `${whole} 秒`, en: `${whole} s` };
}

/** As programs write it, too: `10 秒到 5 分钟(10–300 秒)`. */
function rangeInSeconds(field: DurationField | NumberField): Words {
  const { zh, en } = rangeInWords(field);
  if (field.type !== 'duration') return { zh, en };
  const [from, to] = [field.min / 1_000, field.max / 1_000];
  return { zh: `${zh}(${from}–${to} 秒)`, en: `${en} (${from}–${to} s)` };
}

/** `10 秒到 5 分钟`, `1 到 20 次`. */
export function rangeInWords(field: DurationField | NumberField): Words {
  if (field.type === 'duration') {
    const [least, most] = [lengthInWords(field.min), lengthInWords(field.max)];
    return { zh: `${least.zh}到 ${most.zh}`, en: `${least.en} to ${most.en}` };
  }
  const { zh, en } = UNITS[field.unit];
  return {
    zh: `${field.min} 到 ${field.max} ${zh}${field.isWhole ? ',整数' : ''}`,
    en: `${field.min} to ${field.max} ${en}${field.isWhole ? ', a whole number' : ''}`,
  };
}

const meaningOf = (path: PolicyPath): Words => {
  const { zh, en } = POLICY_FIELDS[path] as PolicyField;
  return { zh, en };
};

export const POLICY_FAULTS = {
  notAnObject: (field: string): PolicyFault => ({
    field,
    message: { zh: '应为一组设置', en: 'has to be an object' },
  }),
  unknown: (field: string, place: string, name: string, names: readonly string[]): PolicyFault => ({
    field,
    message: {
      zh: `${place === '' ? '规则' : place} 中没有“${name}”;有 ${names.join('、')}`,
      en: `there is no '${name}'; there are ${names.join(', ')}`,
    },
  }),
  outOfRange: (field: string, about: DurationField | NumberField): PolicyFault => {
    const range = rangeInSeconds(about);
    return {
      field,
      message: { zh: `${about.zh}:应为 ${range.zh}`, en: `${about.en}: has to be ${range.en}` },
    };
  },
  noOption: (field: string, { zh, en, options }: ChoiceField): PolicyFault => ({
    field,
    message: {
      zh: `${zh}:应为 ${options.join('、')} 之一`,
      en: `${en}: has to be one of ${options.join(', ')}`,
    },
  }),
  noFlag: (field: string, { zh, en }: PolicyField): PolicyFault => ({
    field,
    message: { zh: `${zh}:应为是或否`, en: `${en}: has to be true or false` },
  }),
  noText: (field: string, { zh, en }: PolicyField): PolicyFault => ({
    field,
    message: { zh: `${zh}:应为文字`, en: `${en}: has to be a text` },
  }),
  setElsewhere: (field: string, { zh, en }: PolicyField, setting: string): PolicyFault => ({
    field,
    message: {
      zh: `${zh}:由安装设置 ${setting} 决定`,
      en: `${en}: is set by ${setting} when the service is installed`,
    },
  }),
  forAll: (field: string, { zh, en }: PolicyField): PolicyFault => ({
    field,
    message: {
      zh: `${zh}:只能为全社区设置`,
      en: `${en}: is the same for everybody; change it for the community`,
    },
  }),
  outOfOrder: (field: string, less: PolicyPath, more: PolicyPath): PolicyFault => {
    const [a, b] = [meaningOf(less), meaningOf(more)];
    return {
      field,
      message: {
        zh: `“${a.zh}”应小于“${b.zh}”`,
        en: `'${a.en}' has to be less than '${b.en}'`,
      },
    };
  },
} as const;
