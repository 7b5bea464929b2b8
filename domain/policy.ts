// The numbers the community decides by. Starting values and their sources: docs/policy.md.
import type { ResidentId } from './ids.ts';
import { hours, type Instant, type Millis, minutes, seconds } from './time.ts';

export interface Policy {
  /** IANA name of the community's time zone. */
  readonly timezone: string;
  /** From press to a person at the door. */
  readonly promise: Millis;
  /** A fault of a band is dealt with within this. */
  readonly technicalDue: Millis;
  /** Hours of the day, [from, to), in which people are up. */
  readonly day: { readonly from: number; readonly to: number };
  readonly fall: {
    /** How long a detected fall is checked before silence makes it an emergency. */
    readonly check: Millis;
  };
  readonly silence: {
    /** How often a band speaks, until it has been heard often enough to know. */
    readonly cadence: Millis;
    /** Heartbeats missed before a band is late. */
    readonly lateAfterMissed: number;
    readonly noticeAfter: Millis;
    readonly technicalAfter: Millis;
    readonly noSignOfLifeByDay: Millis;
    readonly noSignOfLifeByNight: Millis;
    /** A battery above this does not explain silence; percent. */
    readonly batteryExplains: number;
    /** This many bands, and this share of all, falling silent together are one outage. */
    readonly outageBands: number;
    readonly outageShare: number;
    /** A group that was silent together is back when too few of it have been silent for so long. */
    readonly outageSettles: Millis;
    /** dBm; a last signal weaker than this is of a place that is hardly reached. */
    readonly weakSignal: number;
    /** A weak last signal explains silence for so long, then it may be the person's. */
    readonly coverageExplains: Millis;
    /** Standing on its charger explains silence for so long. */
    readonly chargingExplains: Millis;
    /** A silence that comes again and again, and is no longer than this, is a habit of the place. */
    readonly usualHoleUpTo: Millis;
    /** A stall of our own longer than this is told to people. */
    readonly deafAfter: Millis;
  };
  readonly battery: {
    /** Percent. */
    readonly notice: number;
    readonly workList: number;
    readonly urgent: number;
    /** Percent above a limit before it counts as recovered. */
    readonly hysteresis: number;
    /** Hour of the day until which a band has to last through the night. */
    readonly lastsUntil: number;
    /** Hours of the evening from which one that will not last is reminded of, and asks for attention. */
    readonly remindFrom: number;
    readonly attentionFrom: number;
  };
  readonly bandOff: {
    /** Not worn for so long within the hours in which people are up: somebody reminds them. */
    readonly after: Millis;
  };
  readonly clock: {
    /** A band’s clock that is off by more than this, for so long, is worth a word. */
    readonly wrongBy: Millis;
    readonly wrongFor: Millis;
    /** A call for help that was made longer ago than this, by the band's corrected clock, comes late. */
    readonly lateAfter: Millis;
  };
  /** Pulse and oxygen of a wearer at rest. Screening, one value by itself; never a diagnosis. */
  readonly vitals: {
    /** What is known of the heart: an irregular one is read longer, a paced one must not fall below its rate. */
    readonly rhythm: 'regular' | 'irregular' | 'paced';
    /** The lowest rate a pacemaker is set to, per minute; counts when the rhythm is paced. */
    readonly pacedRate: number;
    /** Per minute. At `veryLow` or below, at `veryHigh` or above: sharp. At `low`, at `high`: mild. */
    readonly heartRate: {
      readonly veryLow: number;
      readonly low: number;
      readonly high: number;
      readonly veryHigh: number;
      /** So far within a limit before it counts as recovered. */
      readonly hysteresis: number;
      /** So far above, or below, what is usual for the person at this hour is unusual. */
      readonly unusualAbove: number;
      readonly unusualBelow: number;
    };
    /** SpO2, percent. */
    readonly oxygen: {
      /** NEWS2. 2: only where a doctor has ordered it, for a chronic lung disease. */
      readonly scale: 1 | 2;
      readonly veryLow: number;
      readonly low: number;
      /** The same limits on scale 2. */
      readonly chronicVeryLow: number;
      readonly chronicLow: number;
      readonly hysteresis: number;
      /** So far below what is usual for the person is unusual. */
      readonly unusualBelow: number;
    };
    /** Readings in a row that speak for something, at least; four over 15 minutes of a band that measures seldom. */
    readonly readings: number;
    /** And for so long: a sharp fast pulse; a sharp slow one, or low oxygen; all that is mild. */
    readonly fastAfter: Millis;
    readonly slowAfter: Millis;
    readonly lastingAfter: Millis;
    /** An irregular pulse needs so many times as many, for so many times as long. */
    readonly irregularFactor: number;
    /** Unusual is also so many times what one day usually differs from another. */
    readonly unusualSpreads: number;
    /** Of the last 28 days so many have to have been seen before anything is usual. */
    readonly learnedAfterDays: number;
    /** Beside what is usual: for most of eight hours, or of each of three days. */
    readonly decline: {
      /** Per minute. */
      readonly risenBy: number;
      readonly risenForDaysBy: number;
      /** In two hours in a row, and far more than hours usually differ by. */
      readonly farBy: number;
      /** Percentage points. */
      readonly fallenBy: number;
      readonly fallenForDaysBy: number;
    };
    readonly sensor: {
      /** This share of readings that contradict each other or cannot be true, over hours, and the sensor is not believed. */
      readonly nonsenseShare: number;
    };
  };
  readonly movement: {
    /** Awake and by day, so long without any movement is told before it is over. */
    readonly byDay: Millis;
    /** As long at most with the signs of a nap at an odd hour: at rest before, and the pulse of sleep. */
    readonly dozing: Millis;
    /** Hours, [from, to), in which somebody not known yet may nap, and how long they are still then. */
    readonly middayFrom: number;
    readonly middayTo: number;
    readonly midday: Millis;
    /** At midday with the pulse of sleep; of somebody who is known, when they usually rest then. */
    readonly nap: Millis;
    /** From this hour on somebody not known yet may be in bed. */
    readonly eveningFrom: number;
    /** The longest stillness in bed, until it is known, and never more; and never less than. */
    readonly inBed: Millis;
    readonly asleep: Millis;
    /** Times the longest that is usual for this person. */
    readonly margin: number;
    /** Days before what was learned is used. */
    readonly learnedAfter: number;
    /** Beats per minute above this person's sleep that are no sleep, and how long that may be still. */
    readonly rousedBy: number;
    readonly roused: Millis;
    /** The same where a pulse was felt all the time, and none is felt any more. */
    readonly noPulse: Millis;
    /** °C at the skin: half the time at or below the first; no skin at all at or below the second. */
    readonly coldSkin: number;
    readonly noSkin: number;
    /** After a fall that came to nothing: so long without movement; a fall matters for so long. */
    readonly afterFall: Millis;
    readonly fallMatters: Millis;
    /** Of a band that does not tell movement: no step by day for so long. */
    readonly stepsAlone: Millis;
    /** Hour of the day by which people are up, until it is known of a person; 9.5 is half past nine. */
    readonly upBy: number;
    /** Waited after it for whoever turns over now and then, and who has not moved for `motionless`. */
    readonly lieIn: Millis;
    readonly overslept: Millis;
    readonly motionless: Millis;
    /** After a walk at night, and until it is known how still somebody is then. */
    readonly notBackAfter: Millis;
    readonly motionlessAfterWalk: Millis;
  };
  /** On the floor, and not still: the wrist moves, and no step is made. */
  readonly steps: {
    /** By day, and up: no walk for so long is told, and never sooner than; until it is known, the latter. */
    readonly least: Millis;
    readonly most: Millis;
    /** Times the longest that is usual for this person at this time of the day. */
    readonly margin: number;
    /** Beats per minute above their own pulse at rest that are pain or fright, and no walk for so long then. */
    readonly raisedBy: number;
    readonly raised: Millis;
    /** The same after a fall that came to nothing. */
    readonly afterFall: Millis;
  };
  readonly whereabouts: {
    /** Of one person: where they live, in WGS-84 degrees; without both of them it is learned. */
    readonly home?: { readonly lat?: number; readonly lon?: number };
    /** Of the circle around a home; metres. */
    readonly radius: number;
    /** Nights that have to be known before a home is learned from them. */
    readonly learnNights: number;
    /** Hours of the day, [from, to), over midnight, in which nobody is expected to be out. */
    readonly night: { readonly from: number; readonly to: number };
    /** Of one person: `closely` who may lose their way; `away` while an absence is announced. */
    readonly watch: 'usual' | 'closely' | 'away';
    /** By day: further from home than this, in metres, for so long. */
    readonly farAway: number;
    readonly farFor: Millis;
    /** By day: not at home for so long, wherever. */
    readonly longAway: Millis;
    readonly dayPriority: 'notice' | 'attention';
    /** A position says where somebody is for so long. */
    readonly believedFor: Millis;
    /** Certain to fewer metres than this, or not believed. */
    readonly worstAccuracy: number;
    /** One position as certain as this is enough, of somebody who moves; metres. */
    readonly veryGood: number;
    /** Metres a second; what is faster was no journey. */
    readonly fastest: number;
  };
  readonly escalation: {
    readonly unclaimedAfter: Millis;
    readonly noContactAfter: Millis;
  };
  /** What the desk has closed and what has not ended is told again after this. */
  readonly askAgain: {
    /** Emergencies and attentions. */
    readonly attention: Millis;
    readonly others: Millis;
  };
}

/** The numbers of the community, and as they hold for one person. Asked for every band at every step. */
export interface Policies {
  readonly community: Policy;
  /** Of nobody: the community's. The very same object as long as nothing has changed for that person. */
  of(residentId: ResidentId | undefined, now: Instant): Policy;
  /** Another number than before when anybody's policy is another: then every band is looked at again. */
  revision(now: Instant): number;
}

export const samePolicyForAll = (policy: Policy): Policies => ({
  community: policy,
  of: () => policy,
  revision: () => 0,
});

export const DEFAULT_POLICY: Policy = {
  timezone: 'Asia/Shanghai',
  promise: minutes(15),
  technicalDue: hours(24),
  day: { from: 7, to: 22 },
  fall: { check: seconds(45) },
  silence: {
    cadence: minutes(1),
    lateAfterMissed: 2,
    noticeAfter: minutes(20),
    technicalAfter: minutes(60),
    noSignOfLifeByDay: minutes(60),
    noSignOfLifeByNight: minutes(120),
    batteryExplains: 20,
    outageBands: 5,
    outageShare: 0.2,
    outageSettles: minutes(15),
    weakSignal: -105,
    coverageExplains: hours(2),
    chargingExplains: hours(2),
    usualHoleUpTo: minutes(45),
    deafAfter: minutes(2),
  },
  battery: {
    notice: 30,
    workList: 20,
    urgent: 10,
    hysteresis: 5,
    lastsUntil: 8,
    remindFrom: 19,
    attentionFrom: 20,
  },
  bandOff: { after: hours(2) },
  clock: { wrongBy: minutes(5), wrongFor: hours(24), lateAfter: minutes(5) },
  vitals: {
    rhythm: 'regular',
    pacedRate: 60,
    heartRate: {
      veryLow: 40,
      low: 50,
      high: 111,
      veryHigh: 131,
      hysteresis: 5,
      unusualAbove: 25,
      unusualBelow: 20,
    },
    oxygen: {
      scale: 1,
      veryLow: 91,
      low: 93,
      chronicVeryLow: 83,
      chronicLow: 87,
      hysteresis: 2,
      unusualBelow: 4,
    },
    readings: 6,
    fastAfter: minutes(5),
    slowAfter: minutes(8),
    lastingAfter: minutes(20),
    irregularFactor: 1.5,
    unusualSpreads: 4,
    learnedAfterDays: 10,
    decline: { risenBy: 10, risenForDaysBy: 6, farBy: 18, fallenBy: 2.5, fallenForDaysBy: 1.5 },
    sensor: { nonsenseShare: 0.4 },
  },
  movement: {
    byDay: minutes(30),
    dozing: minutes(50),
    middayFrom: 12,
    middayTo: 15.5,
    midday: minutes(60),
    nap: minutes(105),
    eveningFrom: 20,
    inBed: hours(3),
    asleep: minutes(130),
    margin: 1.25,
    learnedAfter: 7,
    rousedBy: 16,
    roused: minutes(45),
    noPulse: minutes(20),
    coldSkin: 30,
    noSkin: 26,
    afterFall: minutes(15),
    fallMatters: hours(1),
    stepsAlone: hours(5),
    upBy: 9.5,
    lieIn: minutes(110),
    overslept: minutes(30),
    motionless: minutes(75),
    notBackAfter: minutes(40),
    motionlessAfterWalk: minutes(100),
  },
  steps: {
    least: minutes(225),
    most: hours(5),
    margin: 1.25,
    raisedBy: 8,
    raised: minutes(50),
    afterFall: minutes(20),
  },
  whereabouts: {
    radius: 150,
    learnNights: 4,
    night: { from: 23, to: 5 },
    watch: 'usual',
    farAway: 3_000,
    farFor: hours(1),
    longAway: hours(6),
    dayPriority: 'notice',
    believedFor: minutes(15),
    worstAccuracy: 200,
    veryGood: 20,
    fastest: 35,
  },
  escalation: { unclaimedAfter: seconds(60), noContactAfter: minutes(3) },
  askAgain: { attention: hours(2), others: hours(24) },
};
