import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e/test';
import { nameSomebody, scoresOf, SLOW_MS, untilRead, type HeldOutScores } from '../support/e2e/studio';
import { AWAKE } from '../support/footage/films';

/** Another seed holds out other seconds: one split of 23 s says little, several say more. */
const SEEDS = [1, 2, 3];

/** Both clips are shorter. */
const CLIP_SECONDS = 13;

const folder = process.env['WAKEFUL_CLIPS'] ?? '';

async function bring(page: Page, clip: string, recordings: number): Promise<void> {
  const file = readdirSync(folder).find((name) => name.startsWith(clip));
  if (file === undefined) throw new Error(`${folder} has no ${clip}*.mp4.`);
  await nameSomebody(page, clip);
  await page.getByLabel('Choose videos').setInputFiles(join(folder, file));
  await untilRead(page, recordings);
}

/** Accepts every suggestion, the unsure ones too. */
async function label(page: Page): Promise<void> {
  await page.getByTestId('accept-sure').click({ timeout: SLOW_MS });
  await page.getByTestId('position').focus();
  await page.keyboard.press('Home');
  for (let second = 0; second < CLIP_SECONDS; second++) {
    await page.keyboard.press('e');
    await page.keyboard.press('ArrowRight');
  }
  await expect(page.getByText('All labels are saved.')).toBeVisible();
}

async function train(page: Page, seed: number): Promise<HeldOutScores> {
  if (!(await page.getByLabel('Seed').isVisible())) await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Seed').fill(String(seed));
  const start = page.getByTestId('start-training');
  await expect(start).toBeEnabled({ timeout: SLOW_MS });
  console.log(`seed ${seed}: ${await page.getByTestId('plan').innerText()}`.replaceAll(/\s+/g, ' '));
  await start.click();
  await page.getByTestId('compare').click({ timeout: SLOW_MS });
  const scores = await scoresOf(page);
  console.log(`seed ${seed}: ${JSON.stringify(scores)} ${await page.locator('.page-head').innerText()}`);
  await page.getByRole('link', { name: /^Training/ }).click();
  await start.waitFor();
  return scores;
}

test('fine-tuning on clipA and clipB', async ({ open }) => {
  test.setTimeout(1_800_000);
  const { page } = await open({ film: AWAKE, at: '/?backend=wasm#/studio' });
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Faces saved per second').selectOption('5');
  await bring(page, 'clipA', 1);
  await bring(page, 'clipB', 2);
  await page.getByTestId('next-label').click();
  await label(page);
  await page.getByRole('link', { name: 'Next recording' }).click();
  await label(page);
  await page.getByTestId('go-train').click();

  const all: HeldOutScores[] = [];
  for (const seed of SEEDS) all.push(await train(page, seed));
  const mean = (of: (scores: HeldOutScores) => number): number =>
    all.reduce((sum, scores) => sum + of(scores), 0) / all.length;
  const [before, after] = [mean((scores) => scores.before), mean((scores) => scores.after)];
  console.log(
    `macro-F1 on held-out seconds, mean of ${all.length}: ${before.toFixed(3)} → ${after.toFixed(3)}`,
  );
  expect(after).toBeGreaterThan(before);
});
