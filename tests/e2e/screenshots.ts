import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { endSession, start, untilMonitoring } from '../support/e2e/app';
import { agree, frameOf } from '../support/e2e/course';
import { appOrigin, test } from '../support/e2e/test';
import { AWAKE, NODS_OFF, SLEEPS } from '../support/footage/films';

const FOLDER = 'docs/images';

test.setTimeout(300_000);

/** One picture; the camera's own picture is hidden, so that no face is in the README. */
async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
}

test('pictures for the README', async ({ open }) => {
  const { page } = await open({
    film: NODS_OFF,
    viewport: { width: 1280, height: 860 },
    colorScheme: 'light',
  });
  await page.getByTestId('start').waitFor();
  await shoot(page, 'welcome');
  await start(page);
  await untilMonitoring(page);
  await page.getByRole('button', { name: 'Hide camera' }).click();
  // Two rounds of the film: some blinks and nods for the timeline, then a while awake.
  await page.waitForTimeout(80_000);
  await page.locator('[data-testid="state"][data-state="awake"]').waitFor();
  await shoot(page, 'monitor');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'monitor-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await endSession(page);
  await shoot(page, 'summary');
});

test('picture of an alert', async ({ open }) => {
  const { page } = await open({ film: SLEEPS, enrolled: true, viewport: { width: 1280, height: 860 } });
  await start(page);
  await untilMonitoring(page);
  await page.getByRole('button', { name: 'Hide camera' }).click();
  await page.locator('[data-testid="alert"][data-level="strong"]').waitFor({ timeout: 60_000 });
  await shoot(page, 'alert');
});

test('pictures for docs/embedding.md', async ({ open }) => {
  const { page } = await open({ film: AWAKE, enrolled: true, viewport: { width: 1280, height: 860 } });
  await page.goto(`${appOrigin()}/demo/`);
  const frame = frameOf(page);
  const shootFrame = (name: string) =>
    page.locator('iframe').screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
  await agree(frame);
  await frame.getByTestId('start').click();
  await frame.locator('[data-testid="state"][data-state="awake"]').waitFor({ timeout: 60_000 });
  await shootFrame('embed-running');
  await page.locator('#wakeful').evaluate(({ style }) => (style.cssText = 'width: 240px; height: 160px'));
  await frame.getByTestId('more').waitFor();
  await shootFrame('embed-compact');
  await page.reload();
  await frame.getByTestId('consent').waitFor();
  await shootFrame('embed-consent');
});
