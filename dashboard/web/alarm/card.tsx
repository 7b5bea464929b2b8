// One incident, complete, from top to bottom in the order of speaking on the phone: what and since
// when, the clock to the promise, where, who, the number to call, family, health, how to get in.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { isPaused, isRinging, pressedAgain } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { board, pause } from '../state.ts';
import { useStore } from '../store.ts';
import { isWallView } from '../theme.ts';
import { type Subject, subjectOf } from '../wording.ts';
import { CardActions } from './actions.tsx';
import { CardHeader } from './card-header.tsx';
import { CheckingStrip } from './checking-strip.tsx';
import { PersonDetails } from './person.tsx';
import { Steps } from './steps.tsx';
import { useSeen } from './use-seen.ts';

const EDGES = {
  emergency: 'border-emergency',
  attention: 'border-attention',
  notice: 'border-notice',
  technical: 'border-technical border-dashed',
} as const;

export function AlarmCard({ incident }: { incident: IncidentView }) {
  useSeen(incident.id);
  const people = useStore(board, (value) => value.people);
  const residents = useStore(board, (value) => value.residents);
  const subject = subjectOf({ ...board.get(), people, residents }, incident);
  const ringing = useNow(
    (now) => isRinging(incident, now) && !isPaused(board.get(), pause.get(), now),
  );
  return (
    <article
      className={`alarm-card flex min-h-0 shrink flex-col overflow-hidden rounded-lg border-[3px] bg-panel ${EDGES[incident.priority]}`}
      data-testid="alarm-card"
      data-incident={incident.id}
      data-ringing={ringing}
      aria-label={`${t(`priority.${incident.priority}`)} ${t(`kind.${incident.kind}`)}`}
    >
      <CardHeader incident={incident} ringing={ringing} again={pressedAgain(incident)} />
      <CheckingStrip incident={incident} />
      <div
        className="card-body min-h-16 shrink overflow-y-auto px-4 pt-1.5 pb-0.5"
        data-testid="card-body"
      >
        <Where incident={incident} subject={subject} />
        <PersonDetails incident={incident} subject={subject} />
      </div>
      <CardActions incident={incident} />
      <Steps incident={incident} />
    </article>
  );
}

function Where({ incident, subject }: { incident: IncidentView; subject: Subject }) {
  const { bandId, residentId } = incident;
  if (residentId === undefined && bandId !== undefined) {
    return <h3 className="text-2xl font-bold">{t('card.unassigned', { id: bandId })}</h3>;
  }
  return (
    <h3 className="font-bold text-balance" data-testid="card-place">
      {isWallView() && (
        <span className="card-room block">
          {subject.room} {subject.name}
        </span>
      )}
      <span className="card-place">{subject.place || subject.name}</span>
    </h3>
  );
}
