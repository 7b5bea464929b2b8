// Tells the service that an incident was drawn on a visible screen: once, and again only if the line
// was down when it should have been said.
import { useEffect } from 'react';
import type { IncidentId } from '../../../domain/ids.ts';
import { useVisible } from '../frame/surroundings.ts';
import { sendFrame } from '../line.ts';
import { link } from '../state.ts';
import { useStore } from '../store.ts';

const told = new Set<IncidentId>();

export function useSeen(id: IncidentId): void {
  const visible = useVisible();
  const live = useStore(link, (value) => value.state === 'live');
  useEffect(() => {
    if (!visible || !live || told.has(id)) return undefined;
    // After the next frame has been painted, not merely asked for.
    const frame = requestAnimationFrame(() => {
      if (sendFrame({ type: 'seen', incidentId: id })) told.add(id);
    });
    return () => cancelAnimationFrame(frame);
  }, [id, visible, live]);
}
