// What the whole page shares.
import type { IncidentId, StaffName } from '../../domain/ids.ts';
import type { Pause, Pick } from './alarms.ts';
import { type Board, EMPTY_BOARD, type Uptime } from './board.ts';
import type { LinkState } from './link.ts';
import { createStore } from './store.ts';

export const board = createStore<Board>(EMPTY_BOARD);

export interface Link {
  readonly state: LinkState;
  /** Attempts to reconnect since the last frame. */
  readonly attempt: number;
}
export const link = createStore<Link>({ state: 'connecting', attempt: 0 });

export interface Session {
  readonly name: StaffName;
  readonly role: string;
  readonly timezone: string;
  readonly promiseMinutes: number;
}
export type SessionState =
  | { readonly state: 'asking' }
  /** `ended`: was signed in on this page before. */
  | { readonly state: 'signed-out'; readonly ended: boolean }
  /** The service did not answer the question who is signed in. */
  | { readonly state: 'unreachable' }
  | { readonly state: 'signed-in'; readonly session: Session };
export const session = createStore<SessionState>({ state: 'asking' });

const DEFAULT_TIMEZONE = 'Asia/Shanghai';
export const timezone = (): string => {
  const current = session.get();
  return current.state === 'signed-in' ? current.session.timezone : DEFAULT_TIMEZONE;
};
export const me = (): StaffName | undefined => {
  const current = session.get();
  return current.state === 'signed-in' ? current.session.name : undefined;
};

export const isAdministrator = (): boolean => {
  const current = session.get();
  return current.state === 'signed-in' && current.session.role === 'administrator';
};

export type DialogName =
  | { readonly type: 'none' }
  | { readonly type: 'settings' | 'technical' | 'insecure' }
  | {
      readonly type: 'contact' | 'dispatch' | 'record' | 'hold' | 'close' | 'ambulance';
      readonly incidentId: IncidentId;
    };
export const dialog = createStore<DialogName>({ type: 'none' });
export const closeDialog = (): void => dialog.set({ type: 'none' });

export const pick = createStore<Pick | undefined>(undefined);

/** `unconfirmed`: it plays, but somebody said they did not hear it. */
export type SoundState = 'locked' | 'unconfirmed' | 'on';
export const sound = createStore<SoundState>('locked');
export const pause = createStore<Pause | undefined>(undefined);

/** When the page was opened: before the first frame, the age of the link counts from here. */
export const openedAt: Uptime = performance.now();
