/**
 * `npm run soak:faults`: a long session in which one thing after another fails, as things do
 * on a desk, and which is whole in History afterwards. SOAK_MINUTES sets the length, by default an
 * hour; each fault happens at least once.
 */
import type { Page } from '@playwright/test';
import { endSession, start, untilState } from '../support/e2e/app';
import { spoilCamera, type CameraFault } from '../support/e2e/spoilt-camera';
import { expect, test } from '../support/e2e/test';
import { TALKS } from '../support/footage/films';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 60);
/** From one fault to the next in a long run, minutes. */
const FAULT_EVERY = 5;

/** From a fault until the learner is seen again: a worker is replaced, a camera comes back, ms. */
const RECOVERY_MS = 60_000;

/** A worker that does not say its name within this is broken already, ms. */
const ANSWERS_MS = 5_000;

/** Seconds of a session that need not be in its record: while it starts and ends. */
const SLACK_S = 10;

const FROZEN_TAB_MS = 12_000;
const HIDDEN_MS = 15_000;

declare global {
  interface Window {
    isDiskFull: boolean;
  }
}

/** Runs in the page before its own scripts: the disk is full while `isDiskFull`. */
function spoilDisk(): void {
  window.isDiskFull = false;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the store it was called on
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
    if (window.isDiskFull) throw new DOMException('made by the test', 'QuotaExceededError');
    return put.apply(this, args);
  };
}

/**
 * From within: a worker that closes itself tells nobody, and neither does one in an endless loop.
 */
async function breakWorker(page: Page, name: string, how: 'kill' | 'hang'): Promise<void> {
  for (const worker of page.workers()) {
    const isIt = await Promise.race([
      worker.evaluate((name) => self.name === name, name).catch(() => false),
      page.waitForTimeout(ANSWERS_MS).then(() => false),
    ]);
    if (!isIt) continue;
    const broken = how === 'kill' ? worker.evaluate(() => self.close()) : worker.evaluate(() => { for (;;); }); // prettier-ignore
    broken.catch(() => undefined);
    return;
  }
  throw new Error(`There is no worker ${name}.`);
}

const trouble = (page: Page, code: string) => page.locator(`[data-testid="trouble"][data-code="${code}"]`);

/** The camera's picture is spoilt until the page says so. */
async function spoilPicture(page: Page, fault: CameraFault, reason: string): Promise<void> {
  await page.evaluate((fault) => (window.camera.fault = fault), fault);
  await untilState(page, `unknown:${reason}`);
  await page.evaluate(() => (window.camera.fault = null));
}

const dispatchOnCamera = (page: Page, type: string) =>
  page.evaluate((type) => void window.camera.track?.dispatchEvent(new Event(type)), type);

async function crashGraphics(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // It answers with an error or not at all: what should answer is gone.
  void session.send('Browser.crashGpuProcess').catch(() => undefined);
  await page.waitForTimeout(1_000);
  await session.detach();
}

/** Eyes and head go on alone until another one has taken its place. */
async function breakNetwork(page: Page, how: 'kill' | 'hang'): Promise<void> {
  await breakWorker(page, 'wakeful-network', how);
  await expect(trouble(page, 'network-silent')).toBeVisible({ timeout: 30_000 });
  await expect(trouble(page, 'network-silent')).toHaveCount(0, { timeout: RECOVERY_MS });
}

const FAULTS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the monitor’s worker is killed': (page) => breakWorker(page, 'wakeful-monitor', 'kill'),
  'the network’s worker is killed': (page) => breakNetwork(page, 'kill'),
  'the camera is stuck': (page) => spoilPicture(page, 'stuck', 'camera-frozen'),
  'the eyes are covered': (page) => spoilPicture(page, 'eyes-covered', 'eyes-hidden'),
  'the camera is covered': (page) => spoilPicture(page, 'covered', 'camera-covered'),
  'the network’s worker hangs': (page) => breakNetwork(page, 'hang'),
  'the monitor’s worker hangs': (page) => breakWorker(page, 'wakeful-monitor', 'hang'),
  async 'the disk is full, and has room again'(page) {
    await page.evaluate(() => (window.isDiskFull = true));
    await expect(trouble(page, 'storage-full').first()).toBeVisible({ timeout: 30_000 });
    await page.evaluate(() => (window.isDiskFull = false));
    await expect(trouble(page, 'storage-full')).toHaveCount(0, { timeout: 40_000 });
  },
  async 'the camera is muted, and comes back'(page) {
    await dispatchOnCamera(page, 'mute');
    await untilState(page, 'unknown:camera-off', 30_000);
    await dispatchOnCamera(page, 'unmute');
  },
  async 'the camera is unplugged, and plugged in again'(page) {
    await page.evaluate(() => window.camera.track?.stop());
    await dispatchOnCamera(page, 'ended');
    await expect(trouble(page, 'camera-unplugged')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
  },
  async 'the network’s worker is killed while the connection is down'(page) {
    await page.context().setOffline(true);
    await breakNetwork(page, 'kill');
    await page.context().setOffline(false);
  },
  async 'another tab opens and closes'(page) {
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByTestId('start').waitFor();
    await other.close();
  },
  'the graphics process crashes': crashGraphics,
  async 'the tab is hidden for a while'(page) {
    const show = (isShown: boolean) =>
      page.evaluate((isShown) => {
        const state = isShown ? 'visible' : 'hidden';
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        Object.defineProperty(document, 'hidden', { value: !isShown, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isShown);
    await show(false);
    await page.waitForTimeout(HIDDEN_MS);
    await show(true);
  },
  async 'the browser freezes the tab for a while'(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, FROZEN_TAB_MS));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await session.detach();
  },
};

test('whatever fails, the session goes on and is whole in History', async ({ open }) => {
  test.setTimeout((MINUTES + 15) * 60_000);
  const { page, guard } = await open({
    film: TALKS,
    enrolled: true,
    async before(fresh) {
      await fresh.addInitScript(spoilCamera);
      await fresh.addInitScript(spoilDisk);
    },
  });
  page.setDefaultTimeout(RECOVERY_MS);
  guard.allow(/QuotaExceededError|made by the test|GPU|WebGL|ERR_INTERNET_DISCONNECTED/);
  await start(page);
  await untilState(page, 'awake', 90_000);
  const begun = Date.now();
  const names = Object.keys(FAULTS);
  const pause = Math.min(FAULT_EVERY, MINUTES / names.length) * 60_000;
  for (let done = 0; done < names.length || Date.now() < begun + MINUTES * 60_000; done++) {
    const name = names[done % names.length]!;
    const from = Date.now();
    await test.step(name, async () => {
      await FAULTS[name]!(page);
      // It is noticed within five seconds; before, the old state may still stand.
      await page.waitForTimeout(10_000);
      await untilState(page, 'awake', RECOVERY_MS);
    });
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
