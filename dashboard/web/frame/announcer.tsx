// Tells those who listen to the screen what those who look at it see. One live region for each
// urgency, so that an emergency interrupts and a notice waits.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { inOrder, unclaimed } from '../alarms.ts';
import type { Board } from '../board.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';
import { subjectOf } from '../wording.ts';

const words = (value: Board, incident: IncidentView): string => {
  const { name, place } = subjectOf(value, incident);
  return t('card.alert', {
    priority: t(`priority.${incident.priority}`),
    place,
    name,
    kind: t(`kind.${incident.kind}`),
  });
};

function quietWords(value: Board): string {
  const newest = inOrder(value.incidents.values()).find(
    (each) => each.state === 'open' && each.priority !== 'emergency',
  );
  return newest ? words(value, newest) : '';
}

export function Announcer() {
  const loud = useStore(board, (value) =>
    unclaimed(value)
      .map((each) => words(value, each))
      .join(';'),
  );
  const quiet = useStore(board, quietWords);
  return (
    <div className="sr-only">
      <p role="alert" data-testid="announcement">
        {loud}
      </p>
      <p role="status">{quiet}</p>
    </div>
  );
}
