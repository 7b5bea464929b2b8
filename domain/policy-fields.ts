// Every number of the policy, once: its unit, what is allowed, and what it means. From this table come
// the validation, the JSON form, and the form on the administrator's page. Where the defaults come
// from: docs/policy.md.
import type { PolicyFields, PolicyPath, Words } from './policy-field.ts';
import { BANDS_FIELDS } from './policy-fields/bands.ts';
import { DESK_FIELDS } from './policy-fields/desk.ts';
import { MOVEMENT_FIELDS } from './policy-fields/movement.ts';
import { VITALS_FIELDS } from './policy-fields/vitals.ts';
import { WHEREABOUTS_FIELDS } from './policy-fields/whereabouts.ts';

/** Groups of the form, in its order, by the first part of the path; '' is what stands alone. */
export const POLICY_SECTIONS: Readonly<Record<string, Words>> = {
  '': { zh: '总则', en: 'General' },
  day: { zh: '白天', en: 'Day' },
  fall: { zh: '跌倒', en: 'Falls' },
  silence: { zh: '手环失联', en: 'Silence of a band' },
  battery: { zh: '电量', en: 'Battery' },
  bandOff: { zh: '手环未佩戴', en: 'A band that is not worn' },
  vitals: { zh: '心率与血氧', en: 'Pulse and oxygen' },
  movement: { zh: '活动与起居', en: 'Movement, rest and getting up' },
  steps: { zh: '走动', en: 'On their feet' },
  clock: { zh: '手环时钟与迟到', en: 'Clocks of bands, and what comes late' },
  whereabouts: { zh: '外出与走失', en: 'Out of home' },
  escalation: { zh: '无人处理时升级', en: 'When nobody answers' },
  askAgain: { zh: '再次提醒', en: 'Telling again' },
};

export const POLICY_FIELDS: PolicyFields = {
  ...DESK_FIELDS,
  ...BANDS_FIELDS,
  ...VITALS_FIELDS,
  ...MOVEMENT_FIELDS,
  ...WHEREABOUTS_FIELDS,
};

/** What only makes sense in this order: the first has to be less than the second. */
export const POLICY_ORDER: readonly (readonly [PolicyPath, PolicyPath])[] = [
  ['day.from', 'day.to'],
  ['silence.noticeAfter', 'silence.technicalAfter'],
  ['movement.middayFrom', 'movement.middayTo'],
  ['movement.asleep', 'movement.inBed'],
  ['movement.noSkin', 'movement.coldSkin'],
  ['battery.urgent', 'battery.workList'],
  ['battery.workList', 'battery.notice'],
  ['vitals.heartRate.veryLow', 'vitals.heartRate.low'],
  ['vitals.heartRate.low', 'vitals.heartRate.high'],
  ['vitals.heartRate.high', 'vitals.heartRate.veryHigh'],
  ['vitals.oxygen.veryLow', 'vitals.oxygen.low'],
  ['vitals.oxygen.chronicVeryLow', 'vitals.oxygen.chronicLow'],
  ['vitals.fastAfter', 'vitals.lastingAfter'],
  ['battery.remindFrom', 'battery.attentionFrom'],
];
