import type { Page } from '@playwright/test';
import { endSession, start, untilMonitoring, untilState } from '../support/e2e/app';
import { closures, eventsOf, recordingOf } from '../support/e2e/recorder';
import { spoilCamera } from '../support/e2e/spoilt-camera';
import { nameSomebody } from '../support/e2e/studio';
import { expect, test, type Opened, type OpenOptions } from '../support/e2e/test';
import { AWAKE, PORTRAIT_ON_THE_WALL } from '../support/footage/films';

/** Until somebody who left is no longer shown as the last state, ms. */
const NOTICED_AFTER = 3_000;

/** A known learner before a camera that hangs upside down; returns once that was noticed. */
async function startUpsideDown(open: (options: OpenOptions) => Promise<Opened>): Promise<Page> {
  const { page } = await open({
    film: AWAKE,
    enrolled: true,
    before: (fresh) => fresh.addInitScript(spoilCamera),
  });
  await page.evaluate(() => (window.camera.fault = 'upside-down'));
  await start(page);
  await expect(page.getByText(/Your camera is upside down/)).toBeVisible({ timeout: 60_000 });
  return page;
}

test('a camera that hangs upside down: awake once its picture is turned, by itself or by hand; covered eyes never', async ({
  open,
}) => {
  const page = await startUpsideDown(open);
  await untilState(page, 'awake');

  // Somebody hangs it the right way up.
  await page.evaluate(() => (window.camera.fault = null));
  const turn = page.getByRole('button', { name: 'Turn camera picture' });
  const picture = page.locator('.preview').first();
  await turn.focus();
  for (const angle of [270, 0]) {
    await page.keyboard.press('Enter');
    await expect(picture).toHaveAttribute('data-turn', String(angle));
  }
  // On a phone the picture is small: its buttons leave it free.
  const desktop = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  const [over, under] = [(await picture.boundingBox())!, (await turn.boundingBox())!];
  expect(under.y).toBeGreaterThanOrEqual(over.y + over.height);
  await page.setViewportSize(desktop);
  // Until then the old state may still stand.
  await page.waitForTimeout(NOTICED_AFTER);
  await untilState(page, 'awake');

  await page.evaluate(() => (window.camera.fault = 'eyes-covered'));
  await untilState(page, 'unknown:eyes-hidden');
  const from = Date.now();
  await page.waitForTimeout(5_000);
  const { states } = await recordingOf(page);
  expect(states.filter(({ t, value }) => t > from && !value?.startsWith('unknown:'))).toEqual([]);
});

test('what a turned camera films for the studio stands upright', async ({ open }) => {
  const page = await startUpsideDown(open);
  await endSession(page);
  await page.evaluate(() => (location.hash = '#/studio'));
  await nameSomebody(page, 'Kim');
  await page.getByRole('button', { name: 'Hold to record' }).click();
  await page.getByRole('button', { name: 'Turn the camera on' }).click();
  const video = page.locator('.recorder-picture video');
  await video.waitFor();
  /**
   * Whether it is light in the film's corner with the marker, which is black, and in the opposite
   * one.
   */
  const corners = () =>
    video.evaluate((video: HTMLVideoElement) => {
      if (video.videoWidth === 0) return [];
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      context.drawImage(video, 0, 0);
      const [width, height] = [canvas.width, canvas.height];
      return [
        [8, 8],
        [width - 8, height - 8],
      ].map(([x, y]) => context.getImageData(x!, y!, 1, 1).data[0]! > 64);
    });
  await expect.poll(corners).toEqual([false, true]);
});

test('a portrait on the wall: the learner is enrolled beside it, and no portrait is awake alone', async ({
  open,
}) => {
  // The film is long, and drawn first.
  test.setTimeout(360_000);
  const { page } = await open({ film: PORTRAIT_ON_THE_WALL });
  await start(page);
  await untilMonitoring(page);
  await untilState(page, 'awake');
  const gone = async () => closures(await recordingOf(page), 35_000)[0];
  await expect.poll(gone, { timeout: 120_000 }).toBeDefined();
  const { from, to } = (await gone())!;
  const afterwards = eventsOf(await recordingOf(page), 'state').filter(
    ({ t }) => t > from + NOTICED_AFTER && t < to,
  );
  expect(afterwards.length).toBeGreaterThan(30);
  const known = afterwards.filter(({ value }) => value.event.state !== 'unknown');
  expect(known.map(({ t, value }) => [(t - from) / 1000, value.event.state])).toEqual([]);
});
