// The canary is a wristband of the service's own. Once a minute it presses, and its press travels the
// way of every press; that is how the service knows that the way is open. The rules treat it like any
// band. It is nobody's: what it raises is left out wherever incidents leave the service, by the one
// question below, and closed by the canary itself.
import type { BandId } from './ids.ts';

/** Reserved: no wristband can be registered under it. */
export const CANARY_BAND = 'lamplight-canary' as BandId;

/** The session of the canary's own screen. Real ones are hashes. */
export const CANARY_SESSION = CANARY_BAND as string;

/** Where the canary's press can get stuck, in the order of its way. */
const CANARY_STAGES = ['open-screen', 'connect', 'acknowledge', 'show', 'answer', 'close'] as const;
export type CanaryStage = (typeof CANARY_STAGES)[number];

export const isCanary = ({ bandId }: { readonly bandId?: BandId }): boolean =>
  bandId === CANARY_BAND;
