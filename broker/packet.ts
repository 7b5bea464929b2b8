// A PUBLISH whose sender and topic have been checked, in the words of the service.
import type { BandId } from '../domain/ids.ts';
import type { Channel } from '../domain/message.ts';

export interface Packet {
  readonly bandId: BandId;
  readonly channel: Channel;
  readonly payload: string | Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly dup: boolean;
}
