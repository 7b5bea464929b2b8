// From `mosquitto_pub` to the officer's hand and back into the record: the real service, a stock MQTT
// client, and the screen in a real browser, signed in by typing and clicking.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { IncidentView } from '../../domain/frame.ts';
import { windowsOfThisFile } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import { ADMIN_PASSWORD, admit, type RegisteredBand } from '../support/service.ts';
import { officeOfThisFile } from './office.ts';
import {
  letPass,
  onScreen,
  SOUND_SPY,
  soundsStarted,
  stopUptime,
  UPTIME_IN_HAND,
  unlockSound,
  until,
} from './officer.ts';

const run = promisify(execFile);
const CARD = '[data-testid=alarm-card]';

needs('mosquitto-clients', 'mosquitto_pub')('with a stock client', (mosquittoPub) => {
  needs('chromium', 'chromium')('the whole line', () => {
    const windows = windowsOfThisFile('for the file');
    const office = officeOfThisFile(windows);
    const pages: Page[] = [];
    let band: RegisteredBand;
    let neighbour: RegisteredBand;

    const open = async (path: string, width: number): Promise<Page> => {
      const viewport = { width, height: (width * 9) / 16 };
      const initScript = SOUND_SPY + UPTIME_IN_HAND;
      const page = await windows.open(office.service.http + path, { initScript, viewport });
      pages.push(page);
      return page;
    };
    const startShift = async (page: Page): Promise<void> => {
      await page.locator('input').nth(0).fill('admin');
      await page.locator('input').nth(1).fill(ADMIN_PASSWORD);
      await page.locator('button[type=submit]').click();
      await page.getByRole('button', { name: /^(听到了|是)/ }).click();
      await page.getByTestId('duty-room').waitFor();
    };

    beforeAll(async () => {
      band = await admit(office.desk, 'band-501', '林秀华');
      neighbour = await admit(office.desk, 'band-502', '王建国');
      await startShift(await open('/', 1_920));
      // A second window of the same desk is signed in already; a click unlocks its sound.
      const second = await open(`/#resident=${neighbour.residentId}`, 1_280);
      await unlockSound(second);
    });

    const publish = (topic: string, payload: string, { id, secret }: RegisteredBand) =>
      run(mosquittoPub, [
        ...['-h', '127.0.0.1', '-p', new URL(office.service.mqtt).port],
        ...['-i', id, '-u', id, '-P', secret, '-q', '1', '-t', topic, '-m', payload],
      ]);
    const incidents = async () =>
      (await office.desk.call<{ items: IncidentView[] }>('GET', '/api/incidents?state=all')).items;

    test('a press is a card on every open page, sounding, and nothing covers it', async () => {
      await publish(`v1/bands/${band.id}/sos`, `{"id":"1-1","at":${Date.now()}}`, band);
      for (const page of pages) {
        await page.locator(CARD).waitFor();
        expect(await onScreen(page, CARD)).toBe('visible');
        expect(await page.locator(CARD).textContent()).toContain('林秀华');
        await until(async () => (await soundsStarted(page)).includes('loop 5s'));
      }
    });

    test('F2 claims it on one page, and the other falls silent and says who has it', async () => {
      const [wall, other] = pages as [Page, Page];
      await wall.keyboard.press('F2');
      await until(async () => (await soundsStarted(other)).at(-1) === 'stop');
      await other.locator(CARD).getByText(/admin/).first().waitFor();
    });

    test('it is closed with an outcome, and its whole timeline is read back', async () => {
      const [wall] = pages as [Page, Page];
      await wall.getByRole('button', { name: /^办结/ }).click();
      await wall.getByText('误触').click();
      await wall.locator('dialog button[type=submit], [role=dialog] button[type=submit]').click();
      await wall.locator(CARD).waitFor({ state: 'detached' });
      const [listed] = await incidents();
      const incident = await office.desk.call<IncidentView>('GET', `/api/incidents/${listed?.id}`);
      expect(incident).toMatchObject({ state: 'closed', outcome: 'false-alarm', owner: 'admin' });
      const types = incident.timeline.map(({ type }) => type);
      expect(types.slice(0, 2)).toEqual(['raised', 'pressed']);
      expect(types).toContain('seen');
      expect(types.slice(-2)).toEqual(['claimed', 'closed']);
    });

    test('garbage on sos rings all the same', async () => {
      await publish(`v1/bands/${band.id}/sos`, '%%% not json %%%', band);
      await pages[0]?.locator(CARD).waitFor();
      const [incident] = await incidents();
      expect(incident).toMatchObject({ state: 'open', reason: { code: 'unreadable' } });
    });

    test('a band cannot press for another', async () => {
      const forged = `v1/bands/${neighbour.id}/sos`;
      await publish(forged, `{"id":"1-9","at":${Date.now()}}`, band).catch(() => {});
      await publish(`v1/bands/${band.id}/heartbeat`, `{"at":${Date.now()}}`, band);
      expect((await incidents()).filter(({ bandId }) => bandId === neighbour.id)).toEqual([]);
    });

    test('when the service goes, the screen says so itself, and is back by itself', async () => {
      const [wall] = pages as [Page, Page];
      await stopUptime(wall);
      await office.restart(async () => {
        await letPass(wall, 6);
        await wall
          .getByText(/数据已中断/)
          .first()
          .waitFor();
      });
      // The longest it waits before it tries again.
      await letPass(wall, 8);
      await wall.locator('[data-link=live]').waitFor();
      await wall.locator(CARD).waitFor();
    });
  });
});
