// Whatever bytes come in, the service stays up and a press is heard. The seed is printed when it
// fails; FUZZ_SEED and FUZZ_LINES repeat a run or make it longer.
import { expect, it } from 'vitest';
import { millis } from '../../domain/time.ts';
import { secretOf } from '../contracts/bus.ts';
import { damagedLine, diceOf, type Throw } from '../support/mqtt-damage.ts';
import { openRaw, type RawLine } from '../support/mqtt-raw.ts';
import { openRoom, rawBand } from './given.ts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const LINES = Number(process.env.FUZZ_LINES ?? 1_500);

async function attack(url: string, dice: Throw): Promise<void> {
  let line: RawLine;
  try {
    line = await openRaw(url);
  } catch {
    return;
  }
  line.send(damagedLine(dice, 'rogue', secretOf('rogue')));
  if (dice(4) === 0) line.hangUp();
  else line.socket.end();
  await line.closed;
}

it(`survives ${LINES} lines of damaged packets, seed ${SEED}`, { timeout: 600_000 }, async () => {
  const dice = diceOf(SEED);
  const room = await openRoom({ limits: { connectWithin: millis(2_000) } });
  const wang = await rawBand(room, 'wang-1');
  const press = {
    topic: 'v1/bands/wang-1/sos',
    payload: '{}',
    qos: 1 as const,
    dup: false,
    retain: false,
  };
  for (let wave = 0; wave * 50 < LINES; wave++) {
    const storm = Promise.all(Array.from({ length: 50 }, () => attack(room.url, dice)));
    const messageId = 1 + (wave % 60_000);
    wang.send({ cmd: 'publish', messageId, ...press });
    expect(await wang.next()).toMatchObject({ cmd: 'puback', messageId });
    await storm;
  }
  // Nobody else was let in by mistake, and nothing came in another's name.
  const heard = new Set(room.desk.arrivals.map(({ bandId }) => bandId as string));
  expect([...heard].filter((id) => id !== 'wang-1' && id !== 'rogue')).toEqual([]);
  await expect.poll(() => room.bus.connected()).toBe(1);
});
