import { expect, type Locator, type Page } from '@playwright/test';
import { violationsOf } from './axe';

/**
 * Half a minute of video in one worker, then a small training on wasm: on two busy cores each takes
 * its time.
 */
export const SLOW_MS = 240_000;

export async function expectAccessible(page: Page, screen: string): Promise<void> {
  expect(await violationsOf(page), screen).toEqual([]);
}

/** Says whose the next footage is: somebody new. */
export async function nameSomebody(page: Page, name: string): Promise<void> {
  const who = page.getByLabel('Who is in it?');
  if ((await who.evaluate((element) => element.tagName)) === 'SELECT') await who.selectOption('');
  await page.getByTestId('person-name').fill(name);
}

/** Drops files of this machine on the page, as from a file manager. */
export async function dropFiles(page: Page, onto: Locator, files: string[]): Promise<void> {
  await onto.scrollIntoViewIfNeeded();
  const box = (await onto.boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  await session.detach();
}

/** Waits until so many recordings are there and nothing is being read. */
export async function untilRead(page: Page, recordings: number): Promise<void> {
  await expect(page.getByTestId('recording')).toHaveCount(recordings, { timeout: SLOW_MS });
  await expect(page.getByTestId('jobs')).toHaveCount(0, { timeout: SLOW_MS });
}

export const LABEL_KEYS = { awake: 'a', drowsy: 'd', asleep: 's' } as const;
export type Label = keyof typeof LABEL_KEYS;

/** Goes to a second and sets its label by a key. */
export async function setLabel(page: Page, second: number, label: Label): Promise<void> {
  const position = page.getByTestId('position');
  await position.focus();
  await page.keyboard.press('Home');
  for (let passed = 0; passed < second; passed++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press(LABEL_KEYS[label]);
  await page.keyboard.press('Escape');
  await expect(position).toHaveAttribute('aria-valuetext', new RegExp(`, ${label}$`, 'i'));
}

export interface HeldOutScores {
  readonly before: number;
  readonly after: number;
  readonly advice: string;
}

/** What the comparison on the page says; waits for it. */
export async function scoresOf(page: Page): Promise<HeldOutScores> {
  const advice = page.getByTestId('advice');
  await advice.waitFor({ timeout: SLOW_MS });
  const scoreIn = async (name: string): Promise<number> =>
    Number(await page.getByRole('region', { name, exact: true }).getByTestId('macro-f1').textContent());
  return {
    before: await scoreIn('Before'),
    after: await scoreIn('After'),
    advice: (await advice.getAttribute('data-advice')) ?? '',
  };
}
