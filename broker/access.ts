// May this band use this topic? One table and one function, asked by everything that lets a band
// publish, subscribe or be forwarded to, so that no two of them can ever disagree.
//
// A topic is allowed when it equals, byte for byte, one the table gives to this band. Wildcards,
// `$SYS` and other people's topics need no rule of their own: they equal nothing in the table.
import { type BandId, parseBandId } from '../domain/ids.ts';
import { CHANNELS, type Channel, topicOf } from '../domain/message.ts';

const TABLE = {
  publish: CHANNELS,
  will: ['status'],
  subscribe: ['cue'],
} as const satisfies Record<string, readonly (Channel | 'cue')[]>;

/** What a band wants a topic for. Being forwarded to is `subscribe`, asked again. */
export type Use = keyof typeof TABLE;

export type Access<U extends Use> =
  | { readonly allowed: true; readonly last: (typeof TABLE)[U][number] }
  /** `foreign`: another band's, or none of this service's topics. `wrong-way`: its own, but not for this. */
  | { readonly allowed: false; readonly reason: 'foreign' | 'wrong-way' };

/** @param topic a topic name, or for `subscribe` a topic filter, as it came off the wire. */
export function access<U extends Use>(bandId: BandId, use: U, topic: string): Access<U> {
  const row: readonly (typeof TABLE)[U][number][] = TABLE[use];
  const last = row.find((each) => topicOf(bandId, each) === topic);
  if (last !== undefined) return { allowed: true, last };
  const own = [...CHANNELS, 'cue' as const].some((each) => topicOf(bandId, each) === topic);
  return { allowed: false, reason: own ? 'wrong-way' : 'foreign' };
}

/** Who a message on this topic is from: for a broker that has checked the sender itself. */
export function senderOf(topic: string): { bandId: BandId; channel: Channel } | undefined {
  const bandId = parseBandId(topic.split('/')[2]);
  if (bandId === undefined) return undefined;
  const answer = access(bandId, 'publish', topic);
  return answer.allowed ? { bandId, channel: answer.last } : undefined;
}
