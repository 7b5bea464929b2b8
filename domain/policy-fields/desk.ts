// Of the community as a whole, and what the desk is told when.
import type { FieldsOf } from '../policy-field.ts';
import { days, hours, minutes, seconds } from '../time.ts';

export const DESK_FIELDS: FieldsOf<'' | 'day' | 'fall' | 'escalation' | 'askAgain'> = {
  timezone: {
    type: 'text',
    setBy: 'LAMPLIGHT_TIMEZONE',
    isForAll: true,
    zh: '社区时区',
    en: "The community's time zone",
  },
  promise: {
    type: 'duration',
    min: minutes(1),
    max: minutes(240),
    setBy: 'LAMPLIGHT_PROMISE_MINUTES',
    isForAll: true,
    zh: '承诺:从按下到有人上门',
    en: 'The promise: from press to a person at the door',
  },
  technicalDue: {
    type: 'duration',
    min: hours(1),
    max: days(14),
    zh: '设备故障在此时间内处理',
    en: 'A fault of a band is dealt with within',
  },
  'day.from': {
    type: 'number',
    unit: 'hourOfDay',
    min: 4,
    max: 11,
    isWhole: true,
    zh: '白天从几时开始',
    en: 'Day begins at',
  },
  'day.to': {
    type: 'number',
    unit: 'hourOfDay',
    min: 17,
    max: 24,
    isWhole: true,
    zh: '白天到几时结束',
    en: 'Day ends at',
  },
  'fall.check': {
    type: 'duration',
    min: seconds(10),
    max: minutes(5),
    zh: '检测到跌倒后,等待本人回应多久',
    en: 'A detected fall is checked for, before silence makes it an emergency',
  },
  'escalation.unclaimedAfter': {
    type: 'duration',
    min: seconds(15),
    max: minutes(15),
    zh: '多久无人接警则升级',
    en: 'An emergency nobody has claimed gets louder after',
  },
  'escalation.noContactAfter': {
    type: 'duration',
    min: seconds(30),
    max: hours(1),
    zh: '接警后多久未联系则退回值班台',
    en: 'Claimed, and nobody called or sent for: back to the desk after',
  },
  'askAgain.attention': {
    type: 'duration',
    min: minutes(10),
    max: hours(24),
    zh: '已办结但仍持续的紧急与注意,多久再次提醒',
    en: 'What is closed and goes on is told again after: emergencies and attentions',
  },
  'askAgain.others': {
    type: 'duration',
    min: hours(1),
    max: days(14),
    zh: '已办结但仍持续的其他事项,多久再次提醒',
    en: 'What is closed and goes on is told again after: all else',
  },
};
