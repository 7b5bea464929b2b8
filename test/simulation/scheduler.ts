// Simulated time. Everything that waits, waits here; the scheduler takes the next event, lets it and
// all that follows from it at once run to the end, and only then moves the clock. Two events of the
// same millisecond happen in the order in which they were asked for, so a run has exactly one course.

export interface Scheduler {
  /** Milliseconds since 1970 in the simulated world; no service sees it but through a clock of its own. */
  readonly now: number;
  /** @param delay milliseconds; fractions are dropped, less than nothing is now. */
  after(delay: number, work: () => void): void;
  /** Lives until then. Rejects with whatever an event throws: nothing may. */
  run(until: number): Promise<void>;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly work: () => void;
}

export function createScheduler(start: number): Scheduler {
  const heap: Event[] = [];
  let now = start;
  let asked = 0;
  return {
    get now() {
      return now;
    },
    after(delay, work) {
      asked += 1;
      push(heap, { at: now + Math.max(0, Math.floor(delay)), order: asked, work });
    },
    async run(until) {
      for (let next = heap[0]; next !== undefined && next.at <= until; next = heap[0]) {
        pop(heap);
        now = next.at;
        next.work();
        await allThatFollows();
      }
      now = until;
    },
  };
}

/**
 * Node runs its next-tick queue only when no microtask is left (`processTicksAndRejections`), so this
 * resolves when every promise that could settle without simulated time has done so: no bounded number
 * of turns to guess, no macrotask, no real time.
 */
const allThatFollows = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

const isBefore = (a: Event, b: Event): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Event[], event: Event): void {
  let place = heap.length;
  heap.push(event);
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above] as Event;
    if (!isBefore(event, parent)) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const isRight = right < heap.length && isBefore(heap[right] as Event, heap[left] as Event);
    const child = isRight ? right : left;
    if (!isBefore(heap[child] as Event, last)) break;
    heap[place] = heap[child] as Event;
    place = child;
  }
  heap[place] = last;
}
