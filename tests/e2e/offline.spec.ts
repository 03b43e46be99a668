import type { Page } from '@playwright/test';
import { endSession, start, untilMonitoring, untilState } from '../support/e2e/app';
import { violationsOf } from '../support/e2e/axe';
import { guard } from '../support/e2e/guards';
import { launch } from '../support/e2e/launch';
import { serveCopyOfBuild } from '../support/e2e/own-server';
import { expect, test } from '../support/e2e/test';
import { AWAKE } from '../support/footage/films';

const readiness = (page: Page) => page.getByTestId('offline');
const announcement = (page: Page) => page.getByTestId('update');
const version = (page: Page) => page.locator('meta[name="version"]');

/**
 * Installs what the server has now, as browsers do by themselves sooner or later; resolves when it
 * waits.
 */
const fetchUpdate = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    const worker = registration?.installing ?? registration?.waiting;
    await new Promise<void>((resolve) => {
      const look = () => worker?.state !== 'installing' && resolve();
      worker?.addEventListener('statechange', look);
      look();
    });
    return worker?.state === 'installed';
  });

/**
 * Removes most files of the program, and damages the page's script and the first model. Resolves to
 * how many are gone.
 */
const breakCaches = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let gone = 0;
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      const isProgram = name.startsWith('app-shell');
      for (const [i, request] of (await cache.keys()).entries()) {
        const isDamaged = isProgram ? /index-[^/]+\.js$/.test(request.url) : i === 0;
        if (isDamaged) await cache.put(request, new Response('damaged'));
        else if (isProgram && i % 5 > 0 && (await cache.delete(request))) gone++;
      }
    }
    return gone;
  });

// One story, because it shares one enrolment.
test('works with the network off after a first visit, and goes over to a new version only when nobody learns', async () => {
  const server = await serveCopyOfBuild();
  const { context, close } = await launch({ film: AWAKE });
  try {
    const watched = guard(context, server.origin);
    watched.allow(/Failed to load module script/); // the damaged one
    watched.allow(/ERR_CONNECTION_REFUSED/); // while the server is down
    const page = context.pages()[0] ?? (await context.newPage());

    // A first visit on which nobody presses Start.
    await page.goto(`${server.origin}/#/settings`);
    await expect(readiness(page)).toHaveAttribute('data-offline', 'ready', { timeout: 60_000 });

    // The browser removes most of the program, and the disk damages a file of it and a model.
    expect(await breakCaches(page)).toBeGreaterThan(20);
    await page.reload();
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(readiness(page)).toHaveAttribute('data-offline', 'ready', { timeout: 60_000 });
    // Without a network nothing can be repaired: it must not say that it is ready.
    await breakCaches(page);
    await server.stop();
    await page.getByRole('link', { name: 'About', exact: true }).click();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await expect(readiness(page)).toHaveAttribute('data-offline', 'incomplete');
    await expect(readiness(page)).toHaveText(/^Not ready: files of the program are missing/);
    await server.start();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(readiness(page)).toHaveAttribute('data-offline', 'missing', { timeout: 60_000 });
    await page.getByRole('button', { name: /^Download the models/ }).click();
    await expect(readiness(page)).toHaveAttribute('data-offline', 'ready', { timeout: 60_000 });

    await server.stop();
    await page.goto(`${server.origin}/?backend=wasm`);
    await start(page);
    await untilMonitoring(page);
    await untilState(page, 'awake');

    // The network is back, and with it a new version, in the middle of the session.
    await server.start();
    server.release('2');
    expect(await fetchUpdate(page)).toBe(true);
    const other = await context.newPage();
    await other.goto(server.origin);
    await expect(announcement(other)).toHaveAttribute('data-update', 'waiting');
    await announcement(other).getByRole('button', { name: 'Reload now' }).click();
    await expect(announcement(other)).toHaveAttribute('data-update', 'elsewhere');
    expect(await violationsOf(other)).toEqual([]);
    await expect(page.getByTestId('stop')).toBeVisible();
    await expect(announcement(page)).toHaveCount(0);
    await untilState(page, 'awake');

    await endSession(page);
    await expect(announcement(page)).toHaveAttribute('data-update', 'waiting');
    await expect(version(page)).toHaveCount(0);
    await announcement(page).getByRole('button', { name: 'Reload now' }).click();
    for (const tab of [page, other]) await expect(version(tab)).toHaveAttribute('content', '2');
    await other.close();

    // What is of a person goes; the program itself stays and says what is missing.
    await page.getByRole('link', { name: 'Learners', exact: true }).click();
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.getByRole('button', { name: 'Yes, delete everything' }).click();
    await expect(page.getByText('Everything is deleted.')).toBeVisible();
    const caches = await page.evaluate(() => window.caches.keys());
    expect(caches.filter((name) => !name.startsWith('app-shell-of-wakeful'))).toEqual([]);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await expect(readiness(page)).toHaveAttribute('data-offline', 'missing');
    await server.stop();
    await context.setOffline(true);
    await page.reload();
    await expect(readiness(page)).toHaveAttribute('data-offline', 'missing');
    expect(watched.complaints).toEqual([]);
  } finally {
    await close();
    await server.dispose();
  }
});
