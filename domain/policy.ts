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
    outageSettles: minutes(10),
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
  escalation: { unclaimedAfter: seconds(60), noContactAfter: minutes(3) },
  askAgain: { attention: hours(2), others: hours(24) },
};
