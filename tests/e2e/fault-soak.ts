/**
 * `npm run soak:faults`: a long session in which one thing after another fails, as things do
 * on a desk, and which is whole in History afterwards. SOAK_MINUTES sets the length of all, default
 * an hour; each fault happens once at least.
 */
import type { Page } from '@playwright/test';
import { endSession, start, untilState } from '../support/e2e/app';
import { expect, test } from '../support/e2e/test';
import { TALKS } from '../support/footage/films';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 60);
/** From one fault to the next in a long run, minutes. */
const FAULT_EVERY = 5;

/** From a fault until the learner is seen again: a worker is replaced, a camera comes back, ms. */
const RECOVERY_MS = 60_000;

/** Seconds of a session that need not be in its record: while it starts and ends. */
const SLACK_S = 10;

declare global {
  interface Window {
    faults: {
      isDiskFull: boolean;
      readonly tracks: MediaStreamTrack[];
    };
  }
}

/** Runs in the page before its own scripts: gives a hand on what is to fail. */
function prepareFaults(): void {
  const faults: Window['faults'] = { isDiskFull: false, tracks: [] };
  window.faults = faults;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the store it was called on
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
    if (faults.isDiskFull) throw new DOMException('made by the test', 'QuotaExceededError');
    return put.apply(this, args);
  };
  const devices = navigator.mediaDevices;
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    faults.tracks.push(...stream.getVideoTracks());
    return stream;
  };
}

/** From within: a worker that closes itself tells nobody, and neither does one in an endless loop. */
async function breakWorker(page: Page, name: string, how: 'kill' | 'hang'): Promise<void> {
  for (const worker of page.workers()) {
    const isIt = await worker.evaluate((name) => self.name === name, name).catch(() => false);
    if (!isIt) continue;
    const broken = how === 'kill' ? worker.evaluate(() => self.close()) : worker.evaluate(() => { for (;;); }); // prettier-ignore
    broken.catch(() => undefined);
    return;
  }
  throw new Error(`There is no worker ${name}.`);
}

const trouble = (page: Page, code: string) => page.locator(`[data-testid="trouble"][data-code="${code}"]`);

const FAULTS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the monitor’s worker is killed': (page) => breakWorker(page, 'wakeful-monitor', 'kill'),
  'the network’s worker is killed': (page) => breakWorker(page, 'wakeful-network', 'kill'),
  'the network’s worker hangs': (page) => breakWorker(page, 'wakeful-network', 'hang'),
  'the monitor’s worker hangs': (page) => breakWorker(page, 'wakeful-monitor', 'hang'),
  async 'the disk is full, and has room again'(page) {
    await page.evaluate(() => (window.faults.isDiskFull = true));
    await expect(trouble(page, 'storage-full').first()).toBeVisible({ timeout: 30_000 });
    await page.evaluate(() => (window.faults.isDiskFull = false));
    await expect(trouble(page, 'storage-full')).toHaveCount(0, { timeout: 40_000 });
  },
  async 'the camera is muted, and comes back'(page) {
    const tell = (type: string) =>
      page.evaluate((type) => {
        window.faults.tracks.at(-1)?.dispatchEvent(new Event(type));
      }, type);
    await tell('mute');
    await untilState(page, 'unknown:camera-off', 30_000);
    await tell('unmute');
  },
  async 'the camera is unplugged, and plugged in again'(page) {
    await page.evaluate(() => {
      const track = window.faults.tracks.at(-1);
      track?.stop();
      track?.dispatchEvent(new Event('ended'));
    });
    await expect(trouble(page, 'camera-unplugged')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
  },
  async 'another tab opens and closes'(page) {
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByTestId('start').waitFor();
    await other.close();
  },
};

test('whatever fails, the session goes on and is whole in History', async ({ open }) => {
  test.setTimeout((MINUTES + 15) * 60_000);
  const { page, guard } = await open({
    film: TALKS,
    enrolled: true,
    before: (fresh) => fresh.addInitScript(prepareFaults),
  });
  guard.allow(/QuotaExceededError|made by the test/);
  await start(page);
  await untilState(page, 'awake', 90_000);
  const begun = Date.now();
  const names = Object.keys(FAULTS);
  const pause = Math.min(FAULT_EVERY, MINUTES / names.length) * 60_000;
  for (let done = 0; done < names.length || Date.now() < begun + MINUTES * 60_000; done++) {
    const name = names[done % names.length]!;
    const from = Date.now();
    await FAULTS[name]!(page);
    // It is noticed within five seconds; before, the old state may still stand.
    await page.waitForTimeout(10_000);
    await untilState(page, 'awake', RECOVERY_MS);
    console.log(`${name}: awake again after ${((Date.now() - from) / 1000).toFixed(0)} s`);
    await page.waitForTimeout(Math.max(0, from + pause - Date.now()));
  }
  const lasted = (Date.now() - begun) / 1000;
  await endSession(page);
  await expect(page.getByTestId('summary-kept')).toHaveAttribute('data-kept', 'kept', { timeout: 30_000 });

  await page.reload();
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await page.locator('main li a').first().click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export JSON' }).click();
  const file = await (await download).createReadStream();
  let text = '';
  for await (const part of file) text += String(part);
  const { endedAt, seconds } = JSON.parse(text) as { endedAt: string | null; seconds: { state: string }[] };
  expect(endedAt).not.toBeNull();
  expect(seconds.length).toBeGreaterThan(lasted - SLACK_S);
  expect(seconds.length).toBeLessThan(lasted + 2 * SLACK_S);
  const count = (wanted: string): number => seconds.filter(({ state }) => state === wanted).length;
  console.log(
    `${lasted.toFixed(0)} s: ${count('awake')} awake, ${count('unknown')} unknown, ${count('unrecorded')} unrecorded`,
  );
  expect(count('asleep') + count('drowsy'), 'nothing was invented').toBe(0);
  expect(count('awake') / seconds.length).toBeGreaterThan(0.5);
});
