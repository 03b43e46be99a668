import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { SCRATCH_VARIABLE } from '../e2e-setup';
import { AWAKE } from '../footage/films';
import { launch } from './launch';

/** Who the tests enrol: nobody gives a name. */
export const LEARNER_NAME = 'Me';

/** Models are loaded and enrolment takes some twenty seconds; on two busy cores longer. */
const UNTIL_MONITORING_MS = 90_000;

export async function start(page: Page): Promise<void> {
  await page.getByTestId('start').click();
}

/** Waits until the session runs: enrolment, if any, is over. */
export async function untilMonitoring(page: Page): Promise<void> {
  await page.getByTestId('stop').waitFor({ timeout: UNTIL_MONITORING_MS });
}

/** Waits for a state (`awake`, or `unknown:no-face` with its reason). */
export async function untilState(page: Page, wanted: string, timeout = 30_000): Promise<void> {
  const [state = '', reason] = wanted.split(':');
  const shown = page.locator(
    `[data-testid="state"][data-state="${state}"]${reason === undefined ? '' : `[data-reason="${reason}"]`}`,
  );
  await shown.first().waitFor({ timeout });
}

export async function endSession(page: Page): Promise<void> {
  await page.getByTestId('stop').click();
  await expect(page.getByTestId('summary')).toBeVisible();
}

function scratch(): string {
  const folder = process.env[SCRATCH_VARIABLE];
  if (folder === undefined) throw new Error('The global set-up did not run.');
  return folder;
}

/**
 * A copy of a browser's folder in which the learner of the films is enrolled and the models are
 * loaded: enrolment takes twenty seconds, which the tests spend once.
 */
export async function enrolledUserData(origin: string): Promise<string> {
  const enrolled = join(scratch(), 'enrolled');
  if (!existsSync(enrolled)) {
    const fresh = mkdtempSync(join(scratch(), 'enrolling-'));
    const { context, close } = await launch({ film: AWAKE, userData: fresh });
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(origin);
    await start(page);
    await untilMonitoring(page);
    await endSession(page);
    await close();
    renameSync(fresh, enrolled);
  }
  const copy = join(mkdtempSync(join(scratch(), 'copy-')), 'data');
  mkdirSync(copy);
  cpSync(enrolled, copy, {
    recursive: true,
    filter: (path) => !/\/Singleton(Lock|Socket|Cookie)$/.test(path),
  });
  return copy;
}
