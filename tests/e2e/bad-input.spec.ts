import type { Page, Route } from '@playwright/test';
import { start, untilMonitoring, untilState } from '../support/e2e/app';
import { recordingOf } from '../support/e2e/recorder';
import { expect, test } from '../support/e2e/test';
import { AWAKE } from '../support/footage/films';

const trouble = (page: Page, code: string) => page.locator(`[data-testid="trouble"][data-code="${code}"]`);

/** Nothing was judged: whatever was shown, it was no verdict. */
async function expectNoVerdict(page: Page): Promise<void> {
  const { states } = await recordingOf(page);
  for (const { value } of states) expect(value === null || value.startsWith('unknown')).toBe(true);
}

test.describe('a camera that cannot be had', () => {
  const refusals = [
    ['NotAllowedError', 'camera-denied'],
    ['NotFoundError', 'camera-missing'],
    ['NotReadableError', 'camera-busy'],
  ] as const;

  for (const [name, code] of refusals)
    test(`${code}: says so, judges nothing, and works once the camera is there`, async ({ open }) => {
      const { page } = await open({
        film: AWAKE,
        enrolled: true,
        before: (fresh) =>
          fresh.addInitScript((refusal) => {
            const devices = navigator.mediaDevices;
            const getUserMedia = devices.getUserMedia.bind(devices);
            let asked = 0;
            devices.getUserMedia = (constraints) =>
              asked++ === 0
                ? Promise.reject(new DOMException('made by the test', refusal))
                : getUserMedia(constraints);
          }, name),
      });
      await start(page);
      await expect(trouble(page, code)).toBeVisible();
      await expectNoVerdict(page);
      await page.getByRole('button', { name: 'Try again' }).click();
      await untilMonitoring(page);
      await untilState(page, 'awake');
    });

  test('insecure-context: a page without https has no camera at all', async ({ open }) => {
    const { page } = await open({
      film: AWAKE,
      enrolled: true,
      before: (fresh) =>
        fresh.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })),
    });
    await start(page);
    await expect(trouble(page, 'insecure-context')).toBeVisible();
    await expectNoVerdict(page);
  });

  test('camera-unplugged: the session goes on with the camera back', async ({ open }) => {
    const { page } = await open({
      film: AWAKE,
      enrolled: true,
      before: (fresh) =>
        fresh.addInitScript(() => {
          const devices = navigator.mediaDevices;
          const getUserMedia = devices.getUserMedia.bind(devices);
          devices.getUserMedia = async (constraints) => {
            const stream = await getUserMedia(constraints);
            window.addEventListener('unplug', () => {
              for (const track of stream.getTracks()) {
                track.stop();
                track.dispatchEvent(new Event('ended'));
              }
            });
            return stream;
          };
        }),
    });
    await start(page);
    await untilState(page, 'awake', 60_000);
    await page.evaluate(() => window.dispatchEvent(new Event('unplug')));
    await expect(trouble(page, 'camera-unplugged')).toBeVisible();
    await untilState(page, 'unknown:camera-off');
    await page.getByRole('button', { name: 'Try again' }).click();
    await untilMonitoring(page);
    await untilState(page, 'awake');
  });
});

/** Neither a graphics chip nor its imitation in software. */
const NO_WEBGL = ['--disable-gpu', '--disable-software-rasterizer'];

test('no WebGL: faces are found all the same', async ({ open }) => {
  const { page, guard } = await open({ film: AWAKE, enrolled: true, switches: NO_WEBGL });
  // Chromium itself complains of the switch that takes WebGL away.
  guard.allow(/WebGL/);
  await start(page);
  await untilState(page, 'awake', 60_000);
});

test('backend-unavailable: a backend that was asked for and is not there', async ({ open }) => {
  const { page } = await open({ film: AWAKE, enrolled: true, at: '/?backend=webgpu' });
  await start(page);
  await expect(trouble(page, 'backend-unavailable')).toBeVisible();
  await expectNoVerdict(page);
});

test.describe('a model that does not arrive', () => {
  const faults: Record<string, (route: Route) => Promise<void>> = {
    'is missing': (route) => route.fulfill({ status: 404 }),
    'breaks off': (route) => route.abort(),
    'is damaged': async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length >> 1]! ^= 0xff;
      await route.fulfill({ response, body });
    },
  };

  for (const [how, breakIt] of Object.entries(faults))
    test(`model-load: it ${how}, and loads when tried again`, async ({ open }) => {
      // A switch and no `unroute`, which would answer for a handler that is still at work on what
      // the page fetches for offline use by itself.
      let broken = true;
      const { page } = await open({
        film: AWAKE,
        before: async (fresh, guard) => {
          guard.allow(/Failed to load resource/);
          await fresh.route('**/*.task', (route) => (broken ? breakIt(route) : route.fallback()));
        },
      });
      await start(page);
      await expect(trouble(page, 'model-load')).toBeVisible({ timeout: 60_000 });
      await expectNoVerdict(page);
      broken = false;
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByTestId('enrolment-hint')).toBeVisible({ timeout: 60_000 });
    });
});

test.describe('storage', () => {
  test('storage-blocked: nothing is kept, and monitoring works', async ({ open }) => {
    const { page } = await open({
      film: AWAKE,
      before: (fresh) =>
        fresh.addInitScript(() => {
          const refuse = (): never => {
            throw new DOMException('made by the test', 'SecurityError');
          };
          Object.defineProperty(window, 'indexedDB', { get: refuse });
          Object.defineProperty(window, 'caches', { get: refuse });
        }),
    });
    await expect(trouble(page, 'storage-blocked')).toBeVisible();
    await start(page);
    await expect(page.getByTestId('enrolment-hint')).toBeVisible({ timeout: 60_000 });
  });

  test('storage-full: says so while monitoring goes on', async ({ open }) => {
    const { page } = await open({
      film: AWAKE,
      enrolled: true,
      before: (fresh) =>
        fresh.addInitScript(() => {
          IDBObjectStore.prototype.put = () => {
            throw new DOMException('made by the test', 'QuotaExceededError');
          };
        }),
    });
    await start(page);
    await untilMonitoring(page);
    await expect(trouble(page, 'storage-full').first()).toBeVisible({ timeout: 30_000 });
    await untilState(page, 'awake');
  });

  test('record-corrupt: a damaged learner is set aside, and somebody can enrol', async ({ open }) => {
    const { page } = await open({ film: AWAKE, enrolled: true });
    await page.getByRole('radio', { name: /Me/ }).waitFor();
    await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('wakeful');
        request.onsuccess = () => resolve(request.result);
      });
      const transaction = database.transaction('learners', 'readwrite');
      const store = transaction.objectStore('learners');
      const keys = store.getAllKeys();
      keys.onsuccess = () => {
        for (const key of keys.result) store.put({ name: 7, embedding: 'none' }, key);
      };
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    });
    await page.reload();
    await expect(trouble(page, 'record-corrupt')).toBeVisible();
    await expect(page.getByRole('radio', { name: /Me/ })).toHaveCount(0);
    await expect(page.getByTestId('start')).toBeVisible();
    await expectNoVerdict(page);
  });
});
