// Nobody is listening: after 15 s without a screen that a person can see and hear, and only where there
// is a desk to miss.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ears, watchListening } from '../../app/listening.ts';
import type { IncidentView } from '../../domain/frame.ts';
import { silentLog } from '../../domain/log.ts';
import { patched } from '../faults/patches.ts';
import { temporaryFolder } from '../support/folder.ts';
import { admit, type Desk, signIn } from '../support/service.ts';
import { started } from './started.ts';

const NOBODY: Ears = { visible: 0, audible: 0, listening: 0 };
const SOMEBODY: Ears = { visible: 1, audible: 1, listening: 1 };
/** One screen that is seen and cannot sound, one that sounds behind another window. */
const HALVES: Ears = { visible: 1, audible: 1, listening: 0 };

function dutyRoom(path = join(temporaryFolder(), 'desk-opened')) {
  const room = { screens: SOMEBODY, watched: true, told: [] as string[] };
  let look = () => {};
  const listening = watchListening({
    screens: () => room.screens,
    isAnybodyWatched: () => room.watched,
    engine: {
      troubleBegan: async (reason) => void room.told.push(`began ${reason.code}`),
      troubleEnded: async (code) => void room.told.push(`ended ${code}`),
    },
    path,
    log: silentLog,
    every(_period, work) {
      look = work;
      return () => {};
    },
  });
  listening.start();
  const pass = (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) look();
  };
  return { room, listening, pass, path };
}

describe('nobody is listening', () => {
  it('when for 15 s no screen can be seen and heard', () => {
    const { room, listening, pass } = dutyRoom();
    pass(1);
    room.told.length = 0;
    room.screens = NOBODY;
    pass(14);
    expect(listening.nobody()).toBe(false);
    expect(room.told).toEqual([]);
    pass(1);
    expect(listening.nobody()).toBe(true);
    expect(room.told).toEqual(['began nobody-listening']);
  });

  it('when one screen is only seen and another only heard', () => {
    const { room, listening, pass } = dutyRoom();
    room.screens = HALVES;
    pass(15);
    expect(listening.nobody()).toBe(true);
  });

  it('is over as soon as somebody is, and not after a moment’s absence', () => {
    const { room, listening, pass } = dutyRoom();
    pass(1);
    room.screens = NOBODY;
    pass(20);
    room.screens = SOMEBODY;
    pass(1);
    expect(listening.nobody()).toBe(false);
    expect(room.told.at(-1)).toBe('ended nobody-listening');
    room.screens = NOBODY;
    pass(14);
    room.screens = SOMEBODY;
    pass(1);
    expect(room.told.at(-1)).toBe('ended nobody-listening');
  });

  it('is no trouble where nobody wears a band, or where there never was a desk', () => {
    const { room, listening, pass } = dutyRoom();
    pass(1);
    room.screens = NOBODY;
    room.watched = false;
    pass(60);
    expect(listening.nobody()).toBe(false);

    const fresh = dutyRoom();
    fresh.room.screens = NOBODY;
    fresh.pass(60);
    expect(fresh.listening.nobody()).toBe(false);
    expect(existsSync(fresh.path)).toBe(false);
  });

  it('is known after a restart at night as well', () => {
    const before = dutyRoom();
    before.pass(1);
    const after = dutyRoom(before.path);
    after.room.screens = NOBODY;
    after.pass(15);
    expect(after.listening.nobody()).toBe(true);
  });

  it('is a technical incident on the real service, and closes itself when a screen is back', {
    timeout: 120_000,
  }, async () => {
    const dataDir = temporaryFolder();
    const service = await started(
      dataDir,
      patched({ file: 'app/listening.ts', line: 'PATIENCE = 15;', becomes: 'PATIENCE = 2;' }),
    );
    const desk = await signIn(service);
    await admit(desk, 'band-1', '林秀华');
    const screen = await desk.feed();
    screen.send({ type: 'console', visible: true, audible: true });
    // It is looked at once a second.
    await readiness(service, () => existsSync(join(dataDir, 'desk-opened')));
    screen.close();
    await readiness(service, ({ degraded }) => degraded.includes('listening'));
    // An emergency can still be taken and stored: ready, and degraded.
    expect((await fetch(`${service.http}/readyz`)).status).toBe(200);
    expect(await technical(desk, 'open')).toMatchObject([
      { kind: 'technical', priority: 'technical', state: 'open' },
    ]);
    const back = await desk.feed();
    back.send({ type: 'console', visible: true, audible: true });
    await readiness(service, ({ degraded }) => degraded.length === 0);
    expect(await technical(desk, 'closed')).toMatchObject([
      { state: 'closed', outcome: 'recovered' },
    ]);
    back.close();
    await service.stop();
  });
});

const technical = async (desk: Desk, state: string): Promise<IncidentView[]> => {
  const { items } = await desk.call<{ items: IncidentView[] }>(
    'GET',
    `/api/incidents?state=${state}`,
  );
  return items.filter(({ reason }) => reason.code === 'nobody-listening');
};

/** Asks until it is so. */
async function readiness(
  { http }: { http: string },
  isSo: (seen: { degraded: readonly string[] }) => boolean,
): Promise<void> {
  for (;;) {
    const { degraded } = (await (await fetch(`${http}/readyz`)).json()) as { degraded: string[] };
    if (isSo({ degraded })) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
