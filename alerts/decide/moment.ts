// When something is judged, and by which numbers.
import type { Outage } from '../../domain/input.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Instant, LocalTime } from '../../domain/time.ts';

export interface Moment {
  readonly now: Instant;
  /** The community's wall clock. */
  readonly local: LocalTime;
  /** As it holds for the wearer of this band. */
  readonly policy: Policy;
  /** Many bands that fell silent together, if there are. */
  readonly outages?: readonly Outage[];
}
