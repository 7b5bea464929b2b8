// Deadlines, watched from outside while a run goes on: an emergency nobody takes, one that was taken
// and forgotten, a fall nobody answered. Whatever crashes, each is due once and not later than it has
// to be, counted from the moment at which the service was able to.

import { isDeepStrictEqual } from 'node:util';
import { incidentView } from '../../domain/frame.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { type Instant, minutes } from '../../domain/time.ts';
import type { Officer } from './officer.ts';
import { deadlineOf } from './record.ts';
import type { World } from './world.ts';

/** Ticks come up to six seconds apart, and a commit takes its time. */
const TOLERANCE = 15_000;
/** A clock that is set back can cost a wait its whole length once more: the longest is a hold. */
const LOST_TO_THE_CLOCK = minutes(5);
const EVERY = 7_000;
/** Presses on a timeline this long are joined for a while before they go to the screens. */
const LONG = 50;
const JOINED_WITHIN = 12_000;

export class Watch {
  readonly #world: World;
  /** When each deadline is due by simulated time, as first seen: no clock of the service moves it. */
  readonly #due = new Map<string, number>();
  #wellSince = 0;
  #looks = 0;

  constructor(world: World) {
    this.#world = world;
    this.#look();
  }

  /** From now on the service is there, its disk works and its clock is right. */
  isWellFromNow(): void {
    this.#wellSince = this.#world.scheduler.now;
  }

  /** A tick that looked at the world at `at` leaves nothing undone that was due then. */
  ticked(at: Instant): void {
    const { hasClockJumped } = this.#world;
    if (hasClockJumped) return;
    for (const incident of this.#world.open()) {
      const deadline = deadlineOf(incident, DEFAULT_POLICY);
      if (deadline && deadline.due <= at) {
        this.#world.violate(`${incident.id}: a tick has passed over '${deadline.what}'`);
      }
    }
  }

  #look(): void {
    const { scheduler, service, isDiskFailing, diskStalledUntil } = this.#world;
    scheduler.after(EVERY, () => this.#look());
    const { now } = scheduler;
    this.#looks += 1;
    if (!service?.isReady || isDiskFailing || diskStalledUntil > now) this.isWellFromNow();
    this.#lookAtDeadlines(now);
    if (service?.isReady && this.#looks % 20 === 0) this.#lookAtScreens();
  }

  #lookAtDeadlines(now: number): void {
    const patience = TOLERANCE + (this.#world.hasClockJumped ? LOST_TO_THE_CLOCK : 0);
    for (const incident of this.#world.open()) {
      const deadline = deadlineOf(incident, DEFAULT_POLICY);
      if (!deadline) continue;
      const key = `${incident.id} ${deadline.what} ${deadline.due}`;
      const due = this.#due.get(key) ?? now + deadline.due - this.#world.clock();
      this.#due.set(key, due);
      if (now - Math.max(due, this.#wellSince) > patience) {
        this.#world.violate(`${incident.id}: '${deadline.what}' was due and did not happen`);
      }
    }
  }

  /** A screen to which nothing is on its way shows what the engine has, or will in a moment. */
  #lookAtScreens(): void {
    const { scheduler, officers } = this.#world;
    for (const officer of officers) {
      if (this.#showsWhatIsOpen(officer)) continue;
      const isJoining = this.#world.open().some(({ timeline }) => timeline.length > LONG);
      scheduler.after(isJoining ? JOINED_WITHIN : 0, () => {
        if (this.#showsWhatIsOpen(officer)) return;
        this.#world.violate(`the screen of ${officer.name} shows something else than what is open`);
      });
    }
  }

  #showsWhatIsOpen({ board, isUpToDate }: Officer): boolean {
    const { service } = this.#world;
    if (!isUpToDate || !service?.isReady) return true;
    const open = service.engine.openIncidents().map(incidentView);
    return isDeepStrictEqual(
      new Map(board.incidents),
      new Map(open.map((view) => [view.id, view])),
    );
  }
}
