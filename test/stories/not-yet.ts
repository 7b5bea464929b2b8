// Stories whose labels the rules do not satisfy yet, each with what is missing. Their tests fail on
// purpose; the one that begins to pass says so by failing, and is taken off this list.

const NO_STEPS =
  'no rule counts steps: an arm that moves every few minutes is a sign of life, though somebody who ' +
  'always walks at this hour has not made one step since';
export const NOT_YET: ReadonlyMap<string, string> = new Map<string, string>([
  ['floor-twitching', NO_STEPS],
  ['floor-struggling', NO_STEPS],
  [
    'bathroom-at-three',
    'the night walk counts as back in bed after half an hour without a step, and lying on the floor as sleep',
  ],
]);
