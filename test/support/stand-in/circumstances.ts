// What a test can make otherwise than usual on the stand-in.
import type { Degradation, ServerFrame } from '../../../domain/frame.ts';
import type { WhyView } from '../../../domain/why.ts';

export interface Circumstances {
  /** Milliseconds by which its clock differs from the machine's. */
  shift: number;
  /** Connections stay open, and nothing goes through them. */
  frozen: boolean;
  /** What every action is refused with. */
  refuse: { readonly status: number; readonly body: object } | undefined;
  degraded: readonly Degradation[];
  backlog: Extract<ServerFrame, { type: 'tick' }>['backlog'];
  signedIn: boolean;
  /** What "why" answers otherwise than usual. */
  why: Partial<WhyView>;
  /** Milliseconds before an action is answered. */
  delay: number;
}

export const usual = (): Circumstances => ({
  shift: 0,
  frozen: false,
  refuse: undefined,
  degraded: [],
  backlog: undefined,
  signedIn: true,
  why: {},
  delay: 0,
});
