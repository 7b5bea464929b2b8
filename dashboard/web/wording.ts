// Incidents in words: what happened, to whom, where, and who did what.
import { t } from 'i18next';
import type {
  IncidentView,
  ResidentCard,
  ResidentView,
  TimelineEntry,
} from '../../domain/frame.ts';
import type { Instant } from '../../domain/time.ts';
import { momentOf } from './alarms.ts';
import { bandReasonText, isOfBand } from './band-reasons.ts';
import type { Board } from './board.ts';
import { distanceText, dotted, duration, minuteOfDay, momentText } from './format.ts';
import { address, shortRoom } from './place.ts';

type WrittenReason = IncidentView['reason'];

/** Why, in a sentence. A newer service may know a reason that this page does not. */
export function reasonText(reason: WrittenReason, now: Instant): string {
  if (isOfBand(reason)) return bandReasonText(reason, now);
  switch (reason.code) {
    case 'unreadable':
      return t('reason.unreadable', { channel: t(`channel.${reason.channel}`) });
    case 'fall-unanswered':
      return t('reason.fall-unanswered', { waited: duration(reason.waited) });
    case 'moved-after-fall':
      return reason.steps === undefined
        ? t('reason.moved-after-fall')
        : t('reason.moved-after-fall-steps', { steps: reason.steps });
    case 'heart-rate-high':
    case 'heart-rate-low':
    case 'heart-rate-unusual':
    case 'pulse-under-pacemaker':
    case 'oxygen-low':
    case 'oxygen-unusual':
      return measuredText(reason);
    case 'heart-rate-risen':
    case 'oxygen-fallen':
      return 'days' in reason
        ? t(`reason.${reason.code}-days`, { by: reason.by, days: reason.days })
        : t(`reason.${reason.code}-hours`, { by: reason.by, hours: reason.hours });
    case 'sensor-not-believed':
      return t('reason.sensor-not-believed', { bad: reason.bad, readings: reason.readings });
    case 'out-at-night':
    case 'left-home':
    case 'far-away':
    case 'long-away':
      return t(`reason.${reason.code}`, awayText(reason, now));
    case 'clock-wrong': {
      const direction = t(reason.by < 0 ? 'clock.ahead' : 'clock.behind');
      const since = momentText(reason.wrongSince, now);
      return t('reason.clock-wrong', { by: duration(Math.abs(reason.by)), direction, since });
    }
    case 'not-moving':
    case 'not-moving-after-fall':
    case 'not-up':
    case 'not-back':
    case 'no-steps':
      return lifeText(reason, now);
    case 'deaf':
      return t('reason.deaf', { gap: duration(Math.abs(reason.gap)) });
    case 'canary-missed':
      return t('reason.canary-missed', { stage: t(`stage.${reason.stage}`) });
    case 'record-damaged':
      return t('reason.record-damaged', { entries: reason.missing + reason.damaged });
    case 'vitals-back':
    case 'sensor-believed':
    case 'canary-back':
    case 'nobody-listening':
    case 'somebody-listening':
    case 'pressed':
    case 'fall-detected':
    case 'fall-confirmed':
    case 'back-home':
    case 'clock-right':
    case 'moved-again':
    case 'rule-failed':
      return t(`reason.${reason.code}`);
    default:
      return t('reason.other', { code: (reason satisfies never as { code: string }).code });
  }
}

const awayText = (
  { metres, outSince }: Extract<WrittenReason, { outSince: string }>,
  now: Instant,
): { readonly away: string; readonly since: string } => ({
  away: distanceText(metres),
  since: momentText(outSince, now),
});

function measuredText(reason: Extract<WrittenReason, { readings: number; value: number }>): string {
  const { code, value, lasted, usual } = reason;
  const beside = usual === undefined ? '' : t('reason.usual-value', { usual });
  const rate = 'rate' in reason ? reason.rate : '';
  return t(`reason.${code}`, { value, lasted: duration(lasted), usual: beside, rate });
}

type NoSignOfLife = Extract<
  WrittenReason,
  { code: 'not-moving' | 'not-moving-after-fall' | 'not-up' | 'not-back' | 'no-steps' }
>;

function lifeText(reason: NoSignOfLife, now: Instant): string {
  if (reason.code === 'no-steps') return noStepsText(reason, now);
  const at = momentText(reason.movedAt, now);
  const still = duration(Math.max(0, now - momentOf(reason.movedAt)));
  switch (reason.code) {
    case 'not-moving': {
      if (reason.by === 'steps') return t('reason.not-moving-steps', { at, still });
      return reason.usual === undefined
        ? t('reason.not-moving', { at, still })
        : t('reason.not-moving-usual', { at, still, usual: duration(reason.usual) });
    }
    case 'not-moving-after-fall':
      return t('reason.not-moving-after-fall', { at, still });
    case 'not-up':
      return reason.usualMinute === undefined
        ? t('reason.not-up', { at })
        : t('reason.not-up-usual', { at, usual: minuteOfDay(reason.usualMinute) });
    case 'not-back':
      return t('reason.not-back', {
        at,
        left: momentText(reason.leftAt, now),
        steps: reason.steps,
      });
    default:
      return reason satisfies never;
  }
}

function noStepsText(
  { walkedAt, usual, raisedBy }: Extract<WrittenReason, { code: 'no-steps' }>,
  now: Instant,
): string {
  const at = momentText(walkedAt, now);
  const length = duration(Math.max(0, now - momentOf(walkedAt)));
  if (raisedBy !== undefined) return t('reason.no-steps-raised', { at, length, raisedBy });
  return usual === undefined
    ? t('reason.no-steps', { at, length })
    : t('reason.no-steps-usual', { at, length, usual: duration(usual) });
}

/** Whom an incident is about, as far as it may be shown here. */
export interface Subject {
  /** Unmasked where an open emergency has unmasked it. */
  readonly name: string;
  /** For what stands on the wall without having been opened. */
  readonly maskedName: string;
  readonly place: string;
  readonly room: string;
  readonly person?: ResidentCard;
  readonly view?: ResidentView;
}

export function subjectOf(board: Board, incident: IncidentView): Subject {
  const { residentId, bandId } = incident;
  const person = residentId === undefined ? undefined : board.people.get(residentId);
  const view = residentId === undefined ? undefined : board.residents.get(residentId);
  const known = person ?? view;
  const nobody = bandId === undefined ? t('card.service') : t('card.band', { id: bandId });
  return {
    name: person?.name ?? view?.maskedName ?? nobody,
    maskedName: view?.maskedName ?? nobody,
    place: known ? address(known) : '',
    room: known ? shortRoom(known) : '—',
    ...(person && { person }),
    ...(view && { view }),
  };
}

const ENTRY_WORDS = [
  'raised',
  'pressed',
  'fell',
  'cancelled',
  'reclassified',
  'recovered',
  'seen',
  'escalated',
  'claimed',
  'contacted',
  'dispatched',
  'arrived',
  'held',
  'noted',
  'closed',
  'reopened',
] as const satisfies readonly TimelineEntry['type'][];

export function entryTitle(entry: TimelineEntry): string {
  const known = ENTRY_WORDS.find((type) => type === entry.type);
  return known ? t(`entry.${known}`) : t('entry.other', { type: entry.type });
}

/** What an entry of the timeline adds to its title. */
export function entryDetail(entry: TimelineEntry, now: Instant): string {
  switch (entry.type) {
    case 'raised':
    case 'reclassified':
    case 'recovered':
      return reasonText(entry.reason, now);
    case 'pressed':
    case 'cancelled':
      return lateText(entry, now) ?? '';
    case 'fell':
      return dotted(t(`phase.${entry.phase}`), lateText(entry, now));
    case 'escalated':
      return t(`cause.${entry.cause}`);
    case 'contacted':
      return dotted(entry.who, reachedText(entry.reached), entry.note);
    case 'claimed':
      return dotted(takenFromText(entry.takenFrom), entry.note);
    case 'held':
      return dotted(t('card.held', { at: momentText(entry.until, now) }), entry.note);
    case 'dispatched':
      return dotted(entry.responder, entry.note);
    case 'closed':
      return dotted(t(`outcome.${entry.outcome}`), entry.note, ...replyText(entry.reply));
    default:
      return 'note' in entry && typeof entry.note === 'string' ? entry.note : '';
  }
}

/** The band could not send it when it happened. */
const lateText = ({ calledAt }: { readonly calledAt?: string }, now: Instant) =>
  calledAt === undefined ? undefined : t('entry.late', { at: momentText(calledAt, now) });

/** `迟到:按下于 03:12`: said loudly wherever a call for help is shown that came late. */
export function lateCallText({ kind, calledAt }: IncidentView, now: Instant): string | undefined {
  if (calledAt === undefined) return undefined;
  const what = t(kind === 'fall' ? 'card.lateWhat.fall' : 'card.lateWhat.sos');
  return t('card.late', { what, at: momentText(calledAt, now) });
}

const reachedText = (reached: boolean | undefined): string | undefined =>
  reached === undefined ? undefined : t(reached ? 'record.reached' : 'record.missed');

const takenFromText = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : t('record.takenFrom', { name });

const replyText = (reply: { done: boolean; note?: string } | undefined): (string | undefined)[] =>
  reply?.done ? [t('record.replied'), reply.note] : [reply?.note];
