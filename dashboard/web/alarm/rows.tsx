// What else is open: other alarms, then attentions and notices, each with its reason in words.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import type { Priority } from '../../../domain/incident.ts';
import { momentOf, promiseOf } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { countdown, countUp, dotted, shortAge } from '../format.ts';
import { PriorityIcon } from '../frame/icons.tsx';
import { buildingName } from '../place.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';
import { lateCallText, reasonText, type Subject, subjectOf } from '../wording.ts';
import { choose } from './use-column.ts';
import { useSeen } from './use-seen.ts';

function useSubject(incident: IncidentView): Subject {
  const people = useStore(board, (value) => value.people);
  const residents = useStore(board, (value) => value.residents);
  return subjectOf({ ...board.get(), people, residents }, incident);
}

interface CompactProps {
  readonly incident: IncidentView;
  /** Two beside each other. */
  readonly narrow: boolean;
}

/** Short, but never out of reach: one press makes it the card. */
export function CompactAlarm({ incident, narrow }: CompactProps) {
  useSeen(incident.id);
  const subject = useSubject(incident);
  const digits = useNow((now) => {
    if (incident.checkUntil) return countdown(momentOf(incident.checkUntil) - now);
    const { left } = promiseOf(incident, now);
    return left < 0 ? `+${countUp(-left)}` : countdown(left);
  });
  const late = useNow((now) => lateCallText(incident, now) ?? '');
  const filled = incident.priority === 'emergency' && incident.state === 'open';
  return (
    <li className={`min-w-0 ${narrow ? '' : 'col-span-2'}`}>
      <button
        type="button"
        data-testid="compact-alarm"
        onClick={() => choose(incident)}
        className={`flex min-h-13 w-full items-center gap-2 rounded-lg border-2 px-2 py-1 text-left ${COMPACT(incident, filled)}`}
      >
        <PriorityIcon
          priority={incident.priority}
          ink={filled ? 'var(--emergency)' : 'var(--panel)'}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-lg leading-tight font-bold">
            {subject.room} {subject.maskedName}
          </span>
          <span className="line-clamp-2 text-sm leading-tight">
            {incident.owner && `${t('column.handledBy', { name: incident.owner })} · `}
            {subject.view && `${subject.view.compound ?? ''} ${buildingName(subject.view)} · `}
            {dotted(t(`kind.${incident.kind}`), late)}
          </span>
        </span>
        <span className="text-xl font-bold">{digits}</span>
      </button>
    </li>
  );
}

const COMPACT = (incident: IncidentView, filled: boolean): string => {
  if (filled) return 'border-emergency-deep bg-emergency text-white';
  return incident.priority === 'emergency'
    ? 'border-emergency bg-emergency-ground text-ink'
    : 'border-attention bg-attention-ground text-ink';
};

const EDGES: { readonly [P in Priority]: string } = {
  emergency: 'border-l-emergency',
  attention: 'border-l-attention',
  notice: 'border-l-notice',
  technical: 'border-l-technical',
};
const INKS: { readonly [P in Priority]: string } = {
  emergency: 'text-emergency-ink',
  attention: 'text-attention-ink',
  notice: 'text-notice',
  technical: 'text-technical',
};

export function MatterRow({ incident }: { incident: IncidentView }) {
  useSeen(incident.id);
  const subject = useSubject(incident);
  const why = useNow((now) =>
    dotted(lateCallText(incident, now), reasonText(incident.reason, now)),
  );
  const age = useNow((now) => shortAge(now - momentOf(incident.openedAt)));
  const { priority, owner } = incident;
  const flashes = priority === 'attention' && owner === undefined;
  return (
    <li className="col-span-2">
      <button
        type="button"
        data-testid="matter-row"
        onClick={() => choose(incident)}
        className={`flex w-full items-start gap-3 rounded-lg border border-l-8 border-line bg-panel px-4 py-2 text-left ${EDGES[priority]} ${flashes ? 'flash-slow' : ''}`}
      >
        <span className={`pt-0.5 ${INKS[priority]}`}>
          <PriorityIcon priority={priority} ink="var(--panel)" />
        </span>
        <span className="min-w-0 flex-1">
          <strong className="block text-lg">
            {t(`priority.${priority}`)} · {t(`kind.${incident.kind}`)}
          </strong>
          <span className="block text-second">
            {dotted([subject.place, subject.maskedName].filter(Boolean).join(' '), why)}
          </span>
        </span>
        <span className="shrink-0 text-right text-second">
          {owner ? t('column.handledBy', { name: owner }) : t('state.open')}
          <br />
          {age}
        </span>
      </button>
    </li>
  );
}

/** Ten bands to charge are one errand. */
export function BatteryRow({ incidents }: { incidents: readonly IncidentView[] }) {
  return (
    <li
      data-testid="battery-row"
      className="col-span-2 rounded-lg border border-l-8 border-line border-l-notice bg-panel px-4 py-2"
    >
      <span className="flex items-center gap-3 text-lg font-bold">
        <span className="text-notice">
          <PriorityIcon priority="notice" ink="var(--panel)" />
        </span>
        {t('priority.notice')} · {t('column.batteries', { n: incidents.length })}
      </span>
      <span className="mt-1 flex flex-wrap gap-1.5">
        {incidents.map((each) => (
          <BatteryChip key={each.id} incident={each} />
        ))}
      </span>
    </li>
  );
}

function BatteryChip({ incident }: { incident: IncidentView }) {
  useSeen(incident.id);
  const { room, view } = useSubject(incident);
  const { reason } = incident;
  const percent = reason.code === 'battery-low' ? ` ${Math.round(reason.percent)}%` : '';
  return (
    <button
      type="button"
      className="button min-h-7 px-2 font-normal"
      onClick={() => choose(incident)}
    >
      {view && `${view.compound ?? ''} ${buildingName(view)} `}
      {room}
      {percent}
    </button>
  );
}
