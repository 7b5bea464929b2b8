// Which matters of one person are open, as a text: it is another when one is opened, closed or sharpened.
import type { IncidentView } from '../../../domain/frame.ts';
import type { ResidentId } from '../../../domain/ids.ts';

export const openOf = (incidents: Iterable<IncidentView>, id: ResidentId): string =>
  [...incidents]
    .filter((each) => each.residentId === id)
    .map((each) => `${each.id} ${each.priority}`)
    .join(' ');
