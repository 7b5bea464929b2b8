// What it is and since when, and the clock to the promise. This bounded strip is what flashes.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import type { Instant } from '../../../domain/time.ts';
import { momentOf, promiseOf } from '../alarms.ts';
import { raisedWhileCutOff } from '../board.ts';
import { useNow } from '../clock.ts';
import { countdown, countUp, dotted, duration, momentText } from '../format.ts';
import { PriorityIcon } from '../frame/icons.tsx';
import { board, link, session } from '../state.ts';
import { useStore } from '../store.ts';
import { lateCallText, reasonText } from '../wording.ts';

interface HeaderProps {
  readonly incident: IncidentView;
  readonly ringing: boolean;
  readonly again: boolean;
}

const GROUND = {
  emergency: 'bg-emergency text-white',
  attention: 'bg-attention-ground text-ink',
  notice: 'bg-tile text-ink',
  technical: 'bg-tile text-ink',
} as const;

const ICON = {
  emergency: ['text-white', 'var(--emergency)'],
  attention: ['text-attention', 'var(--attention-ground)'],
  notice: ['text-notice', 'var(--tile)'],
  technical: ['text-technical', 'var(--tile)'],
} as const;

export function CardHeader({ incident, ringing, again }: HeaderProps) {
  const { priority, kind } = incident;
  const [color, ink] = ICON[priority];
  const flashing = priority === 'emergency' && ringing;
  return (
    <div
      data-testid="card-header"
      className={`flex shrink-0 items-center gap-4 px-4 py-2 ${GROUND[priority]} ${flashing ? 'flash' : ''}`}
    >
      <span className={`text-[1.75rem] ${color}`}>
        <PriorityIcon priority={priority} ink={ink} />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="card-kind leading-tight font-bold">
          {t(`priority.${priority}`)} · {t(`kind.${kind}`)}
          {again && <span className="ml-2 underline">{t('card.again')}</span>}
        </h2>
        <Late incident={incident} />
        <SinceWhen incident={incident} />
      </div>
      <PromiseClock incident={incident} />
    </div>
  );
}

/** It could not be sent when it happened: whoever answers has to know how long it has been. */
function Late({ incident }: { incident: IncidentView }) {
  const words = useNow((now) => lateCallText(incident, now) ?? '');
  if (words === '') return null;
  return (
    <p className="text-xl leading-snug font-bold underline" data-testid="late">
      {words}
    </p>
  );
}

/** When, why, how often pressed, who has it, how far it was escalated. */
function SinceWhen({ incident }: { incident: IncidentView }) {
  const words = useNow((now) => {
    const { presses, owner, openedAt, reason } = incident;
    const escalated = incident.timeline.findLast((entry) => entry.type === 'escalated');
    const parts = [
      t('card.pressedAt', { at: momentText(openedAt, now) }),
      reason.code === 'pressed' ? undefined : reasonText(reason, now),
      presses > 1 ? t('card.presses', { n: presses }) : undefined,
      owner === undefined
        ? t('card.unclaimedFor', { age: duration(now - momentOf(openedAt)) })
        : t('card.ownedBy', { name: owner }),
      escalated?.type === 'escalated'
        ? t('card.escalated', { cause: t(`cause.${escalated.cause}`) })
        : undefined,
      raisedWhileCutOff(board.get(), incident) ? t('link.whileCutOff') : undefined,
      heldText(incident, now),
    ];
    return dotted(...parts);
  });
  return <p className="leading-snug">{words}</p>;
}

/** A hold that has ended is said too: somebody wanted to look again then. */
function heldText({ heldUntil, state }: IncidentView, now: Instant): string | undefined {
  if (heldUntil === undefined || state === 'on-scene') return undefined;
  const at = momentText(heldUntil, now);
  return t(momentOf(heldUntil) > now ? 'card.held' : 'card.holdOver', { at });
}

const URGENCY = {
  calm: '',
  soon: 'rounded-md bg-[#ffd27a] px-2 text-[#1d1300]',
  now: 'rounded-md bg-white px-2 text-[#a30f14]',
  overdue: 'rounded-md bg-white px-2 text-[#a30f14] outline-2 outline-current',
  kept: '',
} as const;

function PromiseClock({ incident }: { incident: IncidentView }) {
  const offline = useStore(link, (value) => value.state === 'stale' || value.state === 'lost');
  const urgency = useNow((now) => promiseOf(incident, now).urgency);
  const digits = useNow((now) => {
    const { left } = promiseOf(incident, now);
    return left < 0 ? `+${countUp(-left)}` : countdown(left);
  });
  return (
    <div className="shrink-0 text-right" data-testid="promise" data-urgency={urgency}>
      <p className="leading-tight">
        {promiseLabel(incident, urgency)}
        {offline && ` · ${t('link.offlineClock')}`}
      </p>
      <p
        role="timer"
        className={`inline-block text-4xl leading-tight font-bold ${URGENCY[urgency]}`}
      >
        {digits}
      </p>
    </div>
  );
}

function promiseLabel(incident: IncidentView, urgency: keyof typeof URGENCY): string {
  if (urgency === 'overdue') return t('card.overdue');
  if (urgency === 'kept') return t('card.kept');
  const current = session.get();
  const n = current.state === 'signed-in' ? current.session.promiseMinutes : 15;
  return incident.priority === 'emergency' ? t('card.promise', { n }) : t('card.due');
}
