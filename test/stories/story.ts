// A labelled story: what bands said, and what is true about the people who wore them. The rules see the
// messages only; the labels are what they are measured by.
//
// A label says when it began, not when a rule could know. Where nobody could tell it from ordinary life
// for a while (who has a stroke at night is first of all asleep), `noticeable` says from when on.
import type { BandId, ResidentId } from '../../domain/ids.ts';
import type { Kind, Priority } from '../../domain/incident.ts';
import type { BandMessage, Channel } from '../../domain/message.ts';
import type { Instant, Millis } from '../../domain/time.ts';

/** A message as it was received. */
export interface Recorded {
  /** The service's clock. */
  readonly at: Instant;
  readonly bandId: BandId;
  readonly channel: Channel;
  /** What stood on the wire. */
  readonly payload: string;
}

/** Some numbers of a policy, as people say them: `{"fall": {"checkSeconds": 30}}`. */
export type PolicyChange = Readonly<Record<string, unknown>>;

/** As in the file of people that a rehearsal reads. */
export interface Person {
  readonly id: ResidentId;
  readonly name: string;
  readonly bandId: BandId;
  readonly compound?: string;
  readonly building?: string;
  readonly conditions?: readonly string[];
  /** Degrees, WGS 84. */
  readonly home?: { readonly lat: number; readonly lon: number };
  readonly policy?: PolicyChange;
}

/** An incident of that kind counts from this priority on. */
export type Telling = `${Kind}/${Priority}`;

/** Something that has to be told to the desk. */
export interface Matter {
  readonly residentId: ResidentId;
  /** What is true, in a few words. */
  readonly what: string;
  readonly from: Instant;
  /** From here on somebody who sees all readings could tell; absent: from the beginning. */
  readonly noticeable?: Instant;
  /** Until here an alarm about this person is no false one; absent: to the end of the story. */
  readonly until?: Instant;
  /** It is found when it is told so long after `noticeable` at the latest. */
  readonly within: Millis;
  /** Any of these, or a sharper one of the same kind. */
  readonly as: readonly Telling[];
}

/** A person who needs somebody. `silent`: who cannot or does not press. */
export interface Emergency extends Matter {
  readonly shows: 'pressed' | 'fall' | 'silent' | 'vitals' | 'wandering';
}

/** A time in which many bands were away for one reason. */
export interface MassOutage {
  readonly from: Instant;
  readonly to: Instant;
  readonly people: readonly ResidentId[];
}

export interface Labels {
  readonly emergencies: readonly Emergency[];
  /** Worth a look in daylight, a word at the desk or a line on the work list. */
  readonly matters: readonly Matter[];
  /** Not asked for, and not false either: times in which a call to this person is a call worth making. */
  readonly fair: readonly Pick<Matter, 'residentId' | 'what' | 'from' | 'until'>[];
  readonly outages: readonly MassOutage[];
  /** Notices and lines on the work list that such a story may come to at most. */
  readonly lesserAtMost: number;
}

export interface LabelledStory {
  readonly name: string;
  /** What happens and what is expected, as a sentence. */
  readonly title: string;
  readonly people: readonly Person[];
  /** The community's; absent: the defaults. */
  readonly policy?: PolicyChange;
  /** When the story begins; what comes before is ordinary life that habits are learned from. */
  readonly from: Instant;
  readonly until: Instant;
  readonly past: readonly Past[];
  /** In order of receipt, all of them at `from` or later. */
  messages(): Iterable<Recorded>;
  readonly labels: Labels;
}

/** A message before it is put on the wire. */
export interface Said {
  readonly at: Instant;
  readonly bandId: BandId;
  readonly message: BandMessage;
}

/** The ordinary days of one person before the story. */
export interface Past {
  /** The same key, the same past: it is lived and learned once for all stories. */
  readonly key: string;
  readonly person: Person;
  readonly from: Instant;
  readonly to: Instant;
  said(): Iterable<Said>;
}

export const isQuiet = ({ labels }: LabelledStory): boolean => labels.emergencies.length === 0;
