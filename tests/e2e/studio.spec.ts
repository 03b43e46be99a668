import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { endSession, start, untilMonitoring } from '../support/e2e/app';
import { expect, test } from '../support/e2e/test';
import { AWAKE, studioFilm } from '../support/footage/films';
import { filmFile } from '../support/footage/webm';

/** Thirty seconds of video in one worker, then a small training on wasm: on two busy cores each takes its time. */
const SLOW_MS = 240_000;
test.setTimeout(600_000);

async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(found, screen).toEqual([]);
}

/** Imports a film of somebody new and waits until its faces are kept. */
async function bring(page: Page, name: string, film: string, recordings: number): Promise<void> {
  const who = page.getByLabel('Who is in it?');
  if ((await who.evaluate((element) => element.tagName)) === 'SELECT') await who.selectOption('');
  await page.getByTestId('person-name').fill(name);
  await page.getByLabel('Choose videos').setInputFiles(film);
  await expect(page.getByTestId('recording')).toHaveCount(recordings, { timeout: SLOW_MS });
  await expect(page.getByTestId('jobs')).toHaveCount(0, { timeout: SLOW_MS });
}

/** Accepts what is suggested, and corrects the first second by hand. */
async function label(page: Page): Promise<void> {
  await page.getByTestId('accept-sure').click({ timeout: SLOW_MS });
  const position = page.getByTestId('position');
  await position.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('d');
  await expect(position).toHaveAttribute('aria-valuetext', '0:00, Drowsy');
  await page.keyboard.press('a');
  await expect(position).toHaveAttribute('aria-valuetext', '0:00, Awake');
  await expect(page.getByText('All labels are saved.')).toBeVisible();
}

/** A training as short as this one may make nothing better: what is worse is adopted at a second wish. */
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
  await bring(page, 'Kim', films[0]!, 1);
  await bring(page, 'Lee', films[1]!, 2);
  await expectAccessible(page, 'footage');

  await page.getByTestId('next-label').click();
  await label(page);
  await expectAccessible(page, 'labels');
  await page.getByRole('link', { name: 'Next recording' }).click();
  await label(page);

  await page.getByTestId('go-train').click();
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Rounds over the data').fill('12');
  await page.getByLabel('Name of the new model').fill('Evenings');
  await expect(page.getByTestId('start-training')).toBeEnabled({ timeout: SLOW_MS });
  await expectAccessible(page, 'training');
  await page.getByTestId('start-training').click();
  await page.getByText(/Saved up to step/).waitFor({ timeout: SLOW_MS });
  await page.reload();
  await expect(page.getByTestId('unfinished')).toContainText('Evenings', { timeout: SLOW_MS });
  await page.getByTestId('resume-training').click();
  await page.getByTestId('compare').click({ timeout: SLOW_MS });

  await page.getByTestId('advice').waitFor({ timeout: SLOW_MS });
  await expectAccessible(page, 'verdict');
  await adopt(page);

  await page.getByRole('link', { name: 'Go to the monitor' }).click();
  await start(page);
  await untilMonitoring(page);
  await expect(page.locator('.judge').first()).toContainText('Evenings', { timeout: 60_000 });
  await endSession(page);

  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await page.getByRole('link', { name: 'Models' }).click();
  await expectAccessible(page, 'models');
  await page.getByTestId('roll-back').click();
  await expect(page.getByTestId('shipped')).toHaveAttribute('data-adopted', 'true');
});
