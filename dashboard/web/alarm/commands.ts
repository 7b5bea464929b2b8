// What can be done to an incident now, by button or by function key: one table for both.
//
// Function keys and no letters: a Chinese input method swallows letters, and WCAG 2.1.4 forbids
// single characters that cannot be switched off. A new emergency may take the card's place between
// two key presses; that is why only F2 does anything to an incident that nobody has claimed.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { nextAlarm, pressedAgain } from '../alarms.ts';
import { pauseSound, perform } from '../desk.ts';
import { board, dialog, me } from '../state.ts';
import { choose, currentColumn } from './use-column.ts';

export const COMMANDS = {
  claim: 'F2',
  contact: 'F3',
  pause: 'F4',
  dispatch: 'F6',
  arrive: 'F7',
  next: 'F8',
  ambulance: 'F9',
} as const;
type Command = keyof typeof COMMANDS;

/** What the one filled button does: the next step that is due. */
export type Primary =
  | 'claim'
  | 'acknowledge'
  | 'takeOver'
  | 'contact'
  | 'dispatch'
  | 'arrive'
  | 'close';

export function primaryOf(incident: IncidentView): Primary {
  if (incident.state === 'open') return 'claim';
  if (pressedAgain(incident)) return 'acknowledge';
  if (incident.owner !== me()) return 'takeOver';
  const done = new Set(incident.timeline.map((entry) => entry.type));
  if (done.has('arrived') || incident.priority !== 'emergency') return 'close';
  if (done.has('dispatched')) return 'arrive';
  return done.has('contacted') ? 'dispatch' : 'contact';
}

export function performPrimary(incident: IncidentView): void {
  const primary = primaryOf(incident);
  switch (primary) {
    case 'claim':
      void perform(incident, 'claim');
      break;
    case 'takeOver':
      void perform(incident, 'claim', { takeOver: true });
      break;
    case 'acknowledge':
      void perform(incident, 'note', { note: t('action.acknowledgeNote') });
      break;
    case 'arrive':
      void perform(incident, 'arrive');
      break;
    case 'contact':
    case 'dispatch':
    case 'close':
      dialog.set({ type: primary, incidentId: incident.id });
      break;
    default:
      primary satisfies never;
  }
}

/** F2 answers, and answers only: it never goes on to the next step by itself. */
function answer(incident: IncidentView): void {
  const primary = primaryOf(incident);
  if (primary === 'claim' || primary === 'acknowledge') performPrimary(incident);
}

const RUNS: {
  readonly [C in Exclude<Command, 'pause' | 'next'>]: (incident: IncidentView) => void;
} = {
  claim: answer,
  ambulance: ({ id }) => dialog.set({ type: 'ambulance', incidentId: id }),
  contact: ({ id, state }) => state !== 'open' && dialog.set({ type: 'contact', incidentId: id }),
  dispatch: ({ id, state }) => state !== 'open' && dialog.set({ type: 'dispatch', incidentId: id }),
  arrive: (incident) => incident.state !== 'open' && perform(incident, 'arrive'),
};

function showNext(shown: IncidentView | undefined): void {
  const next = nextAlarm(board.get(), shown?.id);
  if (next !== undefined) choose(next);
}

function run(command: Command): void {
  const { card } = currentColumn();
  if (command === 'pause') pauseSound();
  else if (command === 'next') showNext(card);
  else if (card !== undefined) RUNS[command](card);
}

const byKey = new Map<string, Command>(
  (Object.entries(COMMANDS) as [Command, string][]).map(([command, key]) => [key, command]),
);

/** Code 229 is what a key has while an input method is composing. */
const COMPOSING = 229;

function onKey(event: KeyboardEvent): void {
  const command = byKey.get(event.key);
  if (command === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  // F3 and F6 are the browser's search and address bar; here they are not.
  event.preventDefault();
  if (event.repeat || event.isComposing || event.keyCode === COMPOSING) return;
  run(command);
}

export function startKeys(): () => void {
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
