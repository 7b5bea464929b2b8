// From `mosquitto_pub` to the officer's hand and back into the record: the real service, a stock MQTT
// client, and the screen in a real browser, signed in by typing and clicking.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentView } from '../../domain/frame.ts';
import { startBrowser, type Windows } from '../support/browser.ts';
import { needs } from '../support/debian.ts';
import {
  ADMIN_PASSWORD,
  admit,
  type Desk,
  type RegisteredBand,
  type Service,
  signIn,
  startService,
} from '../support/service.ts';
import { onScreen, SOUND_SPY, soundsStarted, until } from './officer.ts';

const run = promisify(execFile);
const CARD = '[data-testid=alarm-card]';

needs('mosquitto-clients', 'mosquitto_pub')('with a stock client', (mosquittoPub) => {
  needs('chromium', 'chromium')('the whole line', (chromium) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lamplight-line-'));
    let service: Service;
    let desk: Desk;
    let band: RegisteredBand;
    let neighbour: RegisteredBand;
    let windows: Windows;
    const pages: Page[] = [];

    const startShift = async (path: string, viewport: { width: number; height: number }) => {
      const page = await windows.open(service.http + path, { initScript: SOUND_SPY, viewport });
      await page.locator('input').nth(0).fill('admin');
      await page.locator('input').nth(1).fill(ADMIN_PASSWORD);
      await page.locator('button[type=submit]').click();
      await page.getByRole('button', { name: /^(听到了|是)/ }).click();
      await page.getByTestId('duty-room').waitFor();
      pages.push(page);
      return page;
    };

    beforeAll(async () => {
      service = await startService(dataDir);
      desk = await signIn(service);
      band = await admit(desk, 'band-501', '林秀华');
      neighbour = await admit(desk, 'band-502', '王建国');
      windows = await startBrowser(chromium);
      await startShift('/', { width: 1920, height: 1080 });
      await startShift(`/#resident=${neighbour.residentId}`, { width: 1280, height: 720 });
    });
    afterAll(async () => {
      await windows?.close();
      await service?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });

    const publish = (topic: string, payload: string, { id, secret }: RegisteredBand) =>
      run(mosquittoPub, [
        ...['-h', '127.0.0.1', '-p', new URL(service.mqtt).port],
        ...['-i', id, '-u', id, '-P', secret, '-q', '1', '-t', topic, '-m', payload],
      ]);
    const incidents = async () =>
      (await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents?state=all')).items;

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
      const incident = await desk.call<IncidentView>('GET', `/api/incidents/${listed?.id}`);
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
      const port = new URL(service.http).port;
      await service.kill();
      await wall
        .getByText(/数据已中断/)
        .first()
        .waitFor({ timeout: 15_000 });
      service = await startService(dataDir, { LAMPLIGHT_HTTP_PORT: port });
      await until(() => wall.locator('[data-link=live]').count(), 20_000);
      await wall.locator(CARD).waitFor();
    });
  });
});
