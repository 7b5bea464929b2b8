// The numbers are changed while the service runs: what is due by the new ones is told without a band
// having to say another word, and a restart goes by them too.
import { describe, expect, it } from 'vitest';
import type { IncidentView } from '../../domain/frame.ts';
import { temporaryFolder } from '../support/folder.ts';
import { admit, connectBand, type Desk, signIn } from '../support/service.ts';
import { started } from './started.ts';

const CHANGES = { battery: { notice: 80, workList: 70 } };

const batteries = async (desk: Desk): Promise<readonly string[]> => {
  const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents');
  return items.flatMap(({ kind, bandId }) => (kind === 'battery' ? [String(bandId)] : []));
};

describe('a policy that is changed in the running service', { timeout: 60_000 }, () => {
  it('holds for the person it was changed for at once, and still after a restart', async () => {
    const dataDir = temporaryFolder();
    const service = await started(dataDir);
    const desk = await signIn(service);
    const bands = [await admit(desk, 'b1', '林秀华'), await admit(desk, 'b2', '王建国')];
    for (const band of bands) {
      const wrist = await connectBand(service, band);
      const reading = JSON.stringify({ at: Date.now(), battery: 60, worn: true });
      await wrist.publishAsync(`v1/bands/${band.id}/heartbeat`, reading, { qos: 1 });
      await wrist.endAsync(true);
    }
    expect(await batteries(desk)).toEqual([]);
    const path = `/api/residents/${bands[0]?.residentId}/policy`;
    await desk.call('PUT', path, { changes: CHANGES, why: '手环耗电快' });
    await expect.poll(() => batteries(desk), { timeout: 15_000 }).toEqual(['b1']);

    await service.stop();
    const again = await signIn(await started(dataDir));
    const view = await again.call<{ policy: object }>('GET', path);
    expect(view.policy).toMatchObject(CHANGES);
  });
});
