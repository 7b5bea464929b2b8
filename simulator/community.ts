// The invented community of the demonstration: 79 people of 76 to 99 years in 8 compounds and 25
// buildings, with the illnesses, medicines, relatives and doors that go with such lives. Everybody
// is invented; the telephone numbers (13x 0000 xxxx) belong to nobody.
import type { BandId } from '../domain/ids.ts';
import type { Contact, Resident } from '../domain/person.ts';
import { inventContacts, type Named } from './contacts.ts';
import { chance, type Dice, diceFor, makeDice, pick, shuffled, wholeBetween } from './dice.ts';
import { type OwnPolicy, ownPolicyOf } from './doctor.ts';
import {
  ALLERGIES,
  ATRIAL_FIBRILLATION,
  COMPOUNDS,
  CONDITIONS,
  type Condition,
  GIVEN_NAMES,
  HEARING_LOSS,
  LUNG_DISEASE,
  PACEMAKER,
  RARE_NAMES,
  SLOW_CONDITIONS,
  SURNAMES,
} from './people.ts';
import { inventWearer, type Known, type Wearer } from './wearer.ts';

export interface Neighbour {
  readonly bandId: BandId;
  /** As `POST /api/residents` takes it. */
  readonly resident: Omit<Resident, 'id' | 'bandId'>;
  readonly wearer: Wearer;
  /** What a doctor has said of pulse and oxygen, as `PUT /api/residents/{id}/policy` takes it. */
  readonly ownPolicy: OwnPolicy | undefined;
}

const COMMUNITY_SIZE = 79;

/**
 * The same seed and year give the same people.
 * @param year the present one: ages are realistic at any time.
 */
export function inventCommunity(seed: number, year: number): readonly Neighbour[] {
  const dice = diceFor(makeDice(seed), 'community');
  const doors = inventDoors(dice);
  const names = inventNames(dice);
  return doors.map((door, nth) => {
    const name = names[nth];
    if (name === undefined) throw new Error('fewer names than doors');
    return inventNeighbour(diceFor(dice, nth), nth, name, door, year);
  });
}

/** Nobody shares a name: two in three are women, as among the very old. */
function inventNames(dice: Dice): readonly Named[] {
  const names = new Map<string, Named>(RARE_NAMES.map((rare) => [rare.name, rare]));
  const luck = diceFor(dice, 'names');
  for (let n = 0; names.size < COMMUNITY_SIZE; n += 3) {
    const sex = chance(luck, n, 0.66) ? 'female' : 'male';
    const surname = pick(luck, n + 1, Array.from(SURNAMES).slice(0, 60));
    const name = surname + pick(luck, n + 2, GIVEN_NAMES[sex].split(' '));
    names.set(name, { name, sex });
  }
  return shuffled(diceFor(dice, 'order'), [...names.values()]);
}

type Door = Required<Pick<Resident, 'compound' | 'building' | 'unit' | 'room'>> & {
  readonly floor: number;
};

/** Doors in the order of the compounds: each building has three or four, none twice. */
function inventDoors(dice: Dice): readonly Door[] {
  const buildings = COMPOUNDS.flatMap(({ name, buildings, floors }) =>
    buildings.map((building) => ({ compound: name, building, floors })),
  );
  return buildings.flatMap(({ compound, building, floors }, nth) => {
    const share = Math.floor(((nth + 1) * COMMUNITY_SIZE) / buildings.length);
    const before = Math.floor((nth * COMMUNITY_SIZE) / buildings.length);
    const all = [1, 2, 3].flatMap((unit) =>
      Array.from({ length: floors * 3 }, (_, place) => {
        const floor = Math.floor(place / 3) + 1;
        const room = `${floor}0${(place % 3) + 1}`;
        return { compound, building, unit: `${unit}单元`, room, floor };
      }),
    );
    return shuffled(diceFor(dice, nth), all)
      .slice(0, share - before)
      .toSorted((a, b) => `${a.unit}${a.room}`.localeCompare(`${b.unit}${b.room}`));
  });
}

function inventNeighbour(
  dice: Dice,
  nth: number,
  { name, sex }: Named,
  { floor, ...door }: Door,
  year: number,
): Neighbour {
  const number = String(nth + 1).padStart(3, '0');
  const age =
    wholeBetween(dice, 1, 76, 88) + (chance(dice, 2, 0.35) ? wholeBetween(dice, 3, 0, 11) : 0);
  const conditions = inventConditions(dice, sex);
  const known = knownOf(conditions, age, nth);
  const contacts = inventContacts(diceFor(dice, 'contacts'), nth, { name, sex });
  return {
    bandId: `lamp-${number}` as BandId,
    wearer: inventWearer(diceFor(dice, 'wearer'), known),
    ownPolicy: ownPolicyOf(known),
    resident: {
      name,
      sex,
      birthYear: year - age,
      ...door,
      phone: `138 0000 ${String(501 + nth).padStart(4, '0')}`,
      contacts,
      conditions: conditions.map((condition) => condition.name),
      medicines: conditions.flatMap((condition, n) =>
        condition.medicines.length > 0 ? [pick(dice, 40 + n, condition.medicines)] : [],
      ),
      allergies: chance(dice, 5, 0.22) ? [pick(dice, 6, ALLERGIES)] : [],
      access: inventAccess(dice, contacts),
      remarks: inventRemarks(dice, conditions, floor, known),
    },
  };
}

/** One person in three has three illnesses or more; a few have none. */
const inventConditions = (dice: Dice, sex: Named['sex']): readonly Condition[] =>
  CONDITIONS.filter(
    ({ only, percent }, n) =>
      (only === undefined || only === sex) && chance(dice, 20 + n, percent / 100),
  ).slice(0, 5);

/** Illness shows in what the band measures; a few habits are handed out so that every demo has them. */
function knownOf(conditions: readonly Condition[], age: number, nth: number): Known {
  const has = (name: string): boolean => conditions.some((condition) => condition.name === name);
  return {
    slow: age >= 90 || SLOW_CONDITIONS.some(has),
    atrialFibrillation: has(ATRIAL_FIBRILLATION),
    lungDisease: has(LUNG_DISEASE),
    pacemaker: has(PACEMAKER),
    coverage: nth % 26 === 11 ? 'dead-corner' : 'good',
    nights: nth % 16 === 7 ? 'takes-it-off' : 'wears-it',
    // An ordinary hour of the demonstration does not ring.
    falseFalls: 0,
    visits: 0,
    charges: nth % 26 === 5 ? 'forgets' : nth % 3 === 0 ? 'in-the-morning' : 'in-the-evening',
  };
}

function inventAccess(dice: Dice, contacts: readonly Contact[]): string {
  const code = `单元门禁 #${wholeBetween(dice, 60, 1000, 9999)}`;
  const holder = contacts.find((contact) => contact.hasKey);
  const key = holder
    ? `备用钥匙在${holder.relation}${holder.name}处`
    : '备用钥匙在社区值班室 3 号柜';
  return `${code}；${key}`;
}

function inventRemarks(
  dice: Dice,
  conditions: readonly Condition[],
  floor: number,
  known: Known,
): string {
  const hardOfHearing = conditions.some(({ name }) => name === HEARING_LOSS);
  const parts = [
    chance(dice, 70, 0.85) ? '独居' : '与老伴同住',
    hardOfHearing ? '听力差，请大声' : '',
    known.slow ? '行动慢，敲门后请多等一会儿' : '',
    floor >= 4 && known.slow ? '下楼需搀扶' : '',
    chance(dice, 71, 0.08) ? '家中有一只小狗，不咬人' : '',
    chance(dice, 72, 0.1) ? '怕麻烦人，常说没事，请当面看一眼' : '',
  ];
  return parts.filter((part) => part !== '').join('；');
}
