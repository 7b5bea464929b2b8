// Damaged MQTT without end while people press: from a band that knows its secret and has lost its mind.
// The service stays up, nobody is let in by mistake, and every press is acknowledged.
import { damagedLine, diceOf, type Throw } from '../support/mqtt-damage.ts';
import { openRaw, type RawLine } from '../support/mqtt-raw.ts';
import { type RegisteredBand, type Service, signIn } from '../support/service.ts';
import { comparison, slowedBy, startProbe } from './latency.ts';
import { emptyLedger, reconcile } from './ledger.ts';
import { patched, THROWS_AT_DAMAGE } from './patches.ts';
import { admitBands } from './pressing.ts';
import { incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const PROBES = 8;
const AT_A_TIME = 40;
const CONTROL_LINES = 200;

/** Says one damaged thing after the other, each on a line of its own; false when it found no service. */
async function attack(service: Service, rogue: RegisteredBand, dice: Throw): Promise<boolean> {
  let line: RawLine;
  try {
    line = await openRaw(service.mqtt);
  } catch {
    return false;
  }
  line.send(damagedLine(dice, rogue.id, rogue.secret));
  if (dice(4) === 0) line.hangUp();
  else line.socket.end();
  // A line whose CONNECT is cut short stays open until its time is over.
  const patience = setTimeout(line.hangUp, 500);
  await line.closed;
  clearTimeout(patience);
  return true;
}

async function run(bench: Bench, lines: number, settings = {}): Promise<Result> {
  const service = await bench.start(bench.folder(), settings);
  const desk = await signIn(service);
  const ledger = emptyLedger();
  const [rogue, ...probed] = await admitBands(desk, 1 + PROBES);
  if (!rogue) throw new Error('no band');
  const probe = await startProbe(service, desk, probed, ledger);
  const before = await probe.measure(200);

  const dice = diceOf(bench.seed);
  let said = 0;
  let unheard = 0;
  const lane = async (): Promise<void> => {
    while (said < lines) {
      said += 1;
      if (!(await attack(service, rogue, dice))) unheard += 1;
    }
  };
  const from = performance.now();
  const storm = Promise.all(Array.from({ length: AT_A_TIME }, lane)).then(
    () => performance.now() - from,
  );
  // The probe's lines break only with the service.
  const ended = service.ended.then(({ output }) => output);
  const during = await probe.measureDuring(storm).catch(() => ended);
  const took = await storm;
  probe.close();
  if (typeof during === 'string') return brokenDown(lines, during);

  const incidents = await incidentsAtDesk(desk);
  const own = incidents.filter(({ bandId }) => bandId !== undefined && bandId !== rogue.id);
  const found = reconcile(own, ledger);
  const strangers = own.filter(({ bandId }) => !probed.some(({ id }) => id === bandId));
  const broken = [
    ...slowedBy('among damaged packets', before, during),
    ...(unheard === 0 ? [] : [`${unheard} lines could not be opened`]),
    ...strangers.map(({ id }) => `${id} came from a band that does not exist`),
  ];
  await service.stop();
  const rate = Math.round(lines / (took / 1_000));
  const remarks = [
    `${rate} damaged lines a second`,
    comparison('among damaged packets', before, during),
  ];
  const { size: acknowledged } = ledger.acknowledged;
  return { ...found, runs: lines, acknowledged, broken, recoveries: [], remarks };
}

const brokenDown = (lines: number, output: string): Result => ({
  runs: lines,
  acknowledged: 0,
  lost: [],
  doubled: [],
  invented: [],
  broken: [`the process ended: ${output.slice(-400)}`],
  recoveries: [],
});

export const malformedPackets: Scenario = {
  name: 'malformed packets',
  claim: 'whatever bytes come in, the service stays up and every press is acknowledged',
  unit: 'lines',
  short: 1_000,
  long: 60_000,
  needs: [],
  run,
  control: {
    what: 'a broker that throws at what it cannot read',
    run: async (bench) =>
      (await run(bench, CONTROL_LINES, patched(THROWS_AT_DAMAGE))).broken.length,
  },
};
