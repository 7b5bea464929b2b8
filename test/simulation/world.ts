// The simulated world: one service on one disk, started again whenever it is gone, bands and screens on
// a network, clocks. What happens to it all is storm.ts; this file is only how things hang together.
import type { DeskAction, DeskAnswer } from '../../domain/desk.ts';
import type { BandId, IncidentId, StaffName } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import { isOpen } from '../../domain/incident.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { formatRfc3339, type Instant, instant } from '../../domain/time.ts';
import { band, resident, staff, clock as timeOfDay } from '../support/given.ts';
import type { Chance } from './chance.ts';
import { Disk, VersionConflict } from './disk.ts';
import type { DiskMood } from './journal.ts';
import { emptyLedger } from './ledger.ts';
import { layLine, type Road } from './line.ts';
import { Officer, type ScreenLine } from './officer.ts';
import { registryOf } from './people.ts';
import { breachBy } from './record.ts';
import { createScheduler } from './scheduler.ts';
import { type Sabotage, SimulatedService } from './service.ts';
import { Watch } from './watch.ts';
import type { Weather } from './weather.ts';
import { type BandLineTo, FIRMWARES, Wristband } from './wristband.ts';

const START = timeOfDay('13:00');
/** Whoever supervises the service waits this long before it starts another. */
const SUPERVISOR_PAUSE = 2_000;

export interface WorldParts {
  readonly chance: Chance;
  readonly weather: Weather;
  readonly sabotage: Sabotage;
  readonly verbose: ((line: string) => void) | undefined;
}

export class World {
  readonly scheduler = createScheduler(START);
  readonly disk = new Disk();
  readonly ledger = emptyLedger();
  readonly violations: string[] = [];
  readonly bands: readonly Wristband[];
  readonly officers: readonly Officer[];
  service: SimulatedService | undefined;
  /** The disk says no. */
  isDiskFailing = false;
  /** The disk does not answer before this moment of simulated time. */
  diskStalledUntil = 0;
  hasClockJumped = false;
  /** When the service was last started, by its own clock. */
  startedAt: Instant = START;
  /** Nothing breaks any more. */
  isCalm = false;
  crashes = 0;
  readonly #parts: WorldParts;
  readonly #watch: Watch;
  readonly #wearers: readonly (readonly [BandId, ReturnType<typeof resident>])[];
  #clockOffset = 0;
  #runs = 0;

  constructor(parts: WorldParts) {
    this.#parts = parts;
    const { chance, weather } = parts;
    const names = Array.from({ length: weather.bands }, (_, n) => `b${n + 1}`);
    this.#wearers = names.map((name) => [band(name), resident(`r-${name}`)]);
    this.bands = this.#wearers.map(([id]) => this.#makeBand(id, chance.part(id)));
    this.officers = ['wang', 'li', 'zhang']
      .slice(0, weather.officers)
      .map((name) => this.#makeOfficer(staff(name), chance.part(name)));
    this.#watch = new Watch(this);
    this.disk.onWritten = (change, before, version) => {
      const { incidentId, type } = change;
      this.tell(`on record: ${incidentId} ${version} ${type}`);
      const breach = breachBy(change, before, version, this.disk.truth.values());
      if (breach !== undefined) this.violate(`${incidentId}: ${breach}`);
      const last = before?.timeline.at(-1)?.at ?? change.at;
      if (change.at < last && !this.hasClockJumped) this.violate(`${incidentId}: time runs back`);
    };
  }

  /** The service machine's clock. */
  readonly clock = (): Instant => instant(Math.floor(this.scheduler.now + this.#clockOffset));

  tell(text: string): void {
    const { verbose } = this.#parts;
    verbose?.(`${formatRfc3339(instant(this.scheduler.now)).slice(11, 23)} ${text}`);
  }

  violate(text: string): void {
    this.tell(`VIOLATED: ${text}`);
    this.violations.push(text);
  }

  open(): readonly Incident[] {
    return [...this.disk.truth.values()].filter(isOpen);
  }

  boot(): void {
    if (this.service !== undefined) return;
    this.#runs += 1;
    this.startedAt = this.clock();
    const { sabotage } = this.#parts;
    this.tell(`service starts (run ${this.#runs})`);
    this.service = new SimulatedService({
      scheduler: this.scheduler,
      disk: this.disk,
      mood: this.#mood,
      registry: registryOf(this.#wearers),
      bands: this.#wearers,
      policy: DEFAULT_POLICY,
      clock: this.clock,
      lag: () => this.#lag(),
      random: () => this.#parts.chance.roll(),
      sabotage: { ...sabotage, journal: (...given) => this.#watchJournal(given) },
      run: this.#runs,
      on: {
        ready: () => {
          this.tell('service ready');
          this.#watch.isWellFromNow();
        },
        gaveUp: () => this.#gone('gave up', SUPERVISOR_PAUSE),
        ticked: (at) => this.#watch.ticked(at),
      },
    });
  }

  crash(absence: number): void {
    if (this.service === undefined || this.isCalm) return;
    this.crashes += 1;
    this.service.crash();
    this.#gone('crashed', absence);
  }

  mendDisk(): void {
    this.isDiskFailing = false;
    this.#watch.isWellFromNow();
  }

  moveClock(by: number): void {
    this.tell(`service clock moves by ${Math.round(by)} ms`);
    this.hasClockJumped = true;
    this.#clockOffset += by;
    this.#watch.isWellFromNow();
  }

  #gone(how: string, absence: number): void {
    const isThere = this.#parts.chance.happens(0.5);
    this.tell(`service ${how}`);
    this.service = undefined;
    this.disk.crash(isThere, this.#parts.sabotage.torn);
    this.scheduler.after(absence, () => this.boot());
  }

  /** The engine is alone with its journal: a decision on old news costs everybody in the same turn. */
  #watchJournal([given, run, disk]: Parameters<NonNullable<Sabotage['journal']>>) {
    const journal = this.#parts.sabotage.journal?.(given, run, disk) ?? given;
    return {
      ...journal,
      append: async (batch: Parameters<typeof journal.append>[0]) => {
        try {
          return await journal.append(batch);
        } catch (error) {
          if (error instanceof VersionConflict)
            this.violate(`decided on old news: ${error.message}`);
          throw error;
        }
      },
    };
  }

  readonly #mood: DiskMood = ((world: World) => ({
    latency: () =>
      Math.max(0, world.diskStalledUntil - world.scheduler.now) +
      world.#parts.chance.between(0, 12),
    answer: () => world.#parts.chance.between(0, 3),
    get isFailing() {
      return world.isDiskFailing;
    },
  }))(this);

  /** The next tick comes late, as on a busy machine; never so late that the service calls itself deaf. */
  #lag(): number {
    const { chance } = this.#parts;
    return chance.happens(0.7) ? 4_000 : chance.between(0, 4_000);
  }

  #road(chance: Chance): Road {
    const { latency } = this.#parts.weather;
    return {
      scheduler: this.scheduler,
      chance,
      latency: () => (chance.happens(0.02) ? chance.between(0, 8_000) : chance.between(1, latency)),
    };
  }

  #makeBand(id: BandId, chance: Chance): Wristband {
    const road = this.#road(chance);
    return new Wristband({
      id,
      firmware: chance.pick(FIRMWARES),
      scheduler: this.scheduler,
      chance,
      ledger: this.ledger,
      tell: (text) => this.tell(text),
      dial: (answered) =>
        this.scheduler.after(2 * road.latency(), () => {
          if (!this.service?.isReady) return answered(undefined);
          const line: BandLineTo = layLine(road);
          this.service.acceptBand(id, line);
          answered(line);
        }),
    });
  }

  #makeOfficer(name: StaffName, chance: Chance): Officer {
    const road = this.#road(chance);
    return new Officer({
      name,
      scheduler: this.scheduler,
      chance,
      ledger: this.ledger,
      tell: (text) => this.tell(text),
      wrong: (text) => this.violate(text),
      dial: (after, answered) =>
        this.scheduler.after(2 * road.latency(), () => {
          if (!this.service?.isReady) return answered(undefined);
          const line: ScreenLine = layLine(road);
          answered(line);
          this.service.acceptScreen(name, after, line);
        }),
      ask: (id, action, answered) =>
        this.scheduler.after(road.latency(), () => this.#ask(road, id, name, action, answered)),
    });
  }

  #ask(
    road: Road,
    id: IncidentId,
    by: StaffName,
    action: DeskAction,
    answered: (answer: DeskAnswer | undefined) => void,
  ): void {
    const later = (answer?: DeskAnswer) =>
      this.scheduler.after(road.latency(), () => answered(answer));
    if (!this.service?.isReady) later();
    else this.service.act(id, by, action).then(later, () => later());
  }
}
