// The page asks why of another moment.
import type { ResidentId } from '../../../domain/ids.ts';
import { formatRfc3339, type Instant } from '../../../domain/time.ts';
import { now } from '../clock.ts';
import { whyHref } from './why-moment.ts';

/** The moment stands in the address; of now there is none. */
export function goTo(id: ResidentId, at: Instant): void {
  location.hash = whyHref(id, at < now() ? formatRfc3339(at) : undefined);
}
