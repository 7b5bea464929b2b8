// Who could wear a band: everybody, by address, with what they wear already.
import type { ResidentCard } from '../../../domain/frame.ts';
import { buildingName, byPlace, shortRoom } from '../place.ts';
import { say } from './words/index.ts';

interface WearersProps {
  readonly people: readonly ResidentCard[];
  readonly label: string;
  /** What nobody is called here. */
  readonly nobody: string;
  readonly chosen: string;
  readonly choose: (residentId: string) => void;
}

export const Wearers = ({ people, label, nobody, chosen, choose }: WearersProps) => (
  <label className="block">
    {label}
    <select
      className="field mt-1"
      value={chosen}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{nobody}</option>
      {[...people].sort(byPlace).map((person) => (
        <option key={person.id} value={person.id}>
          {wearerText(person)}
        </option>
      ))}
    </select>
  </label>
);

/** `岔河南里 3号楼 2-501 李秀兰(现戴 lamp-040)` */
const wearerText = (person: ResidentCard): string =>
  person.bandId === undefined
    ? personText(person)
    : say('bands.wears', { person: personText(person), id: person.bandId });

/** `岔河南里 3号楼 2-501 李秀兰`: every compound has a building 3. */
export const personText = (person: ResidentCard): string =>
  [person.compound, buildingName(person), shortRoom(person), person.name].filter(Boolean).join(' ');
