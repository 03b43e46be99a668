import type { Page } from '@playwright/test';
import { endSession, start, untilMonitoring } from '../support/e2e/app';
import {
  dropFiles,
  expectAccessible,
  nameSomebody,
  scoresOf,
  setLabel,
  SLOW_MS,
  untilRead,
} from '../support/e2e/studio';
import { expect, test } from '../support/e2e/test';
import { AWAKE, studioFilm } from '../support/footage/films';
import { filmFile } from '../support/footage/webm';

test.setTimeout(600_000);

/** Accepts what is suggested, and corrects the first second by hand. */
async function label(page: Page): Promise<void> {
  await page.getByTestId('accept-sure').click({ timeout: SLOW_MS });
  await setLabel(page, 0, 'drowsy');
  await setLabel(page, 0, 'awake');
  await expect(page.getByText('All labels are saved.')).toBeVisible();
}

/**
 * A training on half a minute of drawn lids may make nothing better: what is worse is adopted at a
 * second wish.
 */
async function adopt(page: Page): Promise<void> {
  const advice = await page.getByTestId('advice').getAttribute('data-advice');
  if (advice === 'worse') {
    await page.getByRole('button', { name: 'Adopt it all the same' }).click();
    await page.getByRole('button', { name: 'Yes, adopt it' }).click();
  } else {
    await page.getByTestId('adopt').click();
  }
  await expect(page.getByTestId('adopted')).toBeVisible();
}

test('from own footage to an adopted model, through a reload, and back', async ({ open }) => {
  const films = [await filmFile(studioFilm('learner', 11)), await filmFile(studioFilm('stranger', 12))];
  const { page } = await open({ film: AWAKE, enrolled: true, at: '/?backend=wasm#/studio' });

  await page.getByRole('heading', { name: 'Your own model in four steps' }).waitFor();
  await expectAccessible(page, 'empty studio');

  await nameSomebody(page, 'Kim');
  await page.getByLabel('Choose videos').setInputFiles(films[0]!);
  await expect(page.getByTestId('jobs')).toContainText('faces kept', { timeout: SLOW_MS });
  await page.getByRole('button', { name: /^Stop importing/ }).click();
  await page.getByRole('button', { name: 'Resume import' }).click({ timeout: SLOW_MS });
  await untilRead(page, 1);
  await nameSomebody(page, 'Lee');
  await dropFiles(page, page.getByText('Or drop videos or folders here'), [films[1]!]);
  await untilRead(page, 2);
  await expectAccessible(page, 'footage');

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByTestId('next-label').click();
  await page.getByTestId('position').waitFor();
  for (const part of ['.film-picture', '.transport', '.hold-buttons', '.label-keys', '.lanes', '.lane-curve'])
    await expect(page.locator(part), 'is in sight without scrolling').toBeInViewport({ ratio: 1 });
  await label(page);
  await expectAccessible(page, 'labels');
  await page.getByRole('link', { name: 'Next recording' }).click();
  await label(page);

  await page.getByTestId('go-train').click();
  await page.getByLabel('Name of the new model').fill('Evenings');
  await expect(page.getByTestId('start-training')).toBeEnabled({ timeout: SLOW_MS });
  await expectAccessible(page, 'training');
  await page.getByTestId('start-training').click();
  await page.getByText(/Saved up to step/).waitFor({ timeout: SLOW_MS });
  await page.reload();
  await expect(page.getByTestId('unfinished')).toContainText('Evenings', { timeout: SLOW_MS });
  await page.getByTestId('resume-training').click();
  await page.getByTestId('compare').click({ timeout: SLOW_MS });

  const { before, after } = await scoresOf(page);
  console.log(`macro-F1 on held-out seconds: ${before} → ${after}`);
  await page.getByTestId('try-live').click();
  for (const which of ['before', 'after'])
    await expect(page.getByTestId(`live-${which}`)).toHaveAttribute('data-state', /awake|drowsy|asleep/, {
      timeout: SLOW_MS,
    });
  await expectAccessible(page, 'verdict');
  await page.getByRole('button', { name: 'End the try-out' }).click();
  await adopt(page);

  await page.getByRole('link', { name: 'Go to the monitor' }).click();
  await start(page);
  await untilMonitoring(page);
  await expect(page.locator('.classified-by').first()).toContainText('Evenings', { timeout: 60_000 });
  await endSession(page);

  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await page.getByRole('link', { name: 'Models' }).click();
  await expectAccessible(page, 'models');
  await page.getByTestId('roll-back').click();
  await expect(page.getByTestId('shipped')).toHaveAttribute('data-adopted', 'true');
});

test('a guided recording keeps its proposals, and the data set goes out and comes back', async ({ open }) => {
  const { page } = await open({ film: AWAKE, at: '/?backend=wasm#/studio' });
  await nameSomebody(page, 'Kim');
  await page.getByRole('button', { name: 'Record with the webcam' }).click();
  await page.getByRole('button', { name: 'Turn the camera on and begin' }).click();
  // The first state is asked for after some seconds of getting ready; some more of it are filmed.
  await page.locator('.recorder-word[data-state=awake]').waitFor({ timeout: SLOW_MS });
  await expect(page.locator('.recorder-left')).toHaveText('12 sec', { timeout: SLOW_MS });
  await page.getByRole('button', { name: 'End now and use it' }).click();
  await untilRead(page, 1);

  await page.getByTestId('next-label').click();
  await page.getByTestId('position').waitFor();
  await page.reload();
  await page.getByTestId('accept-sure').click({ timeout: SLOW_MS });
  await expect(page.getByTestId('accept-sure')).toBeDisabled();

  await page.getByRole('link', { name: /^Footage/ }).click();
  const recording = page.getByTestId('recording');
  const labels = recording.locator('.share-bar [data-state=awake]');
  await expect(labels).toHaveAttribute('style', /flex-grow: [1-9]/, { timeout: SLOW_MS });
  const grown = await labels.getAttribute('style');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export data set' }).click();
  const zip = await (await downloading).path();
  await recording.getByRole('button', { name: /^Delete/ }).click();
  await recording.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(recording).toHaveCount(0);
  await page.getByLabel('Import data set').setInputFiles(zip);
  await expect(recording).toHaveCount(1, { timeout: SLOW_MS });
  await expect(labels).toHaveAttribute('style', grown!);
  await expectAccessible(page, 'imported data set');
});

test('states that are held become labels, and training starts by itself', async ({ open }) => {
  const { page } = await open({ film: AWAKE, at: '/?backend=wasm#/studio' });
  await nameSomebody(page, 'Kim');
  await page.getByRole('button', { name: 'Hold to record' }).click();
  await page.getByRole('button', { name: 'Turn the camera on' }).click();
  for (const state of ['Awake', 'Drowsy', 'Asleep']) {
    await page.getByRole('button', { name: new RegExp(`^${state}`) }).focus();
    await page.keyboard.down('Space');
    const recorded = page.getByRole('progressbar', { name: `${state} recorded` });
    await expect
      .poll(() => recorded.evaluate((bar: HTMLProgressElement) => bar.value), { timeout: SLOW_MS })
      .toBeGreaterThan(6);
    await page.keyboard.up('Space');
  }
  await expectAccessible(page, 'hold to record');
  await page.getByRole('button', { name: 'That is enough: train now' }).click();
  await expect(page.getByTestId('training')).toBeVisible({ timeout: SLOW_MS });
  await page.getByRole('link', { name: /^Footage/ }).click();
  await expect(page.getByTestId('recording').locator('.share-bar [data-state=asleep]')).toHaveAttribute(
    'style',
    /flex-grow: [1-9]/,
  );
});
