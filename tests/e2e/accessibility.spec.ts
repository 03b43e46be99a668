import type { Page } from '@playwright/test';
import { LANGUAGES } from '../../src/app/messages/languages';
import { endSession, LEARNER_NAME, start, untilMonitoring, untilState } from '../support/e2e/app';
import { violationsOf } from '../support/e2e/axe';
import { expect, test } from '../support/e2e/test';
import { AWAKE, DROWSY, SLEEPS } from '../support/footage/films';

const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

/** px: a narrow phone, and where the names of the pages just fit beside the mark. */
const BETWEEN = [360, 720, 776] as const;

/** axe finds nothing, and nothing sticks out at the side. */
async function expectAccessibleAsIs(page: Page, screen: string): Promise<void> {
  expect.soft(await violationsOf(page), screen).toEqual([]);
  await expectNothingSticksOut(page, screen);
}

async function expectNothingSticksOut(page: Page, screen: string): Promise<void> {
  const stickingOut = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth,
    );
    return [`${scrollWidth - clientWidth} px`, ...wide.map(({ outerHTML }) => outerHTML.slice(0, 100))];
  });
  expect.soft(stickingOut, `${screen} does not scroll sideways`).toEqual([]);
}

/** In light and dark, on a phone and on a desk. */
async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await expectAccessibleAsIs(page, `${screen}, ${colorScheme}, ${size}`);
    }
  }
}

test('axe finds nothing on the way of a newcomer', async ({ open }) => {
  const { page } = await open({ film: AWAKE });
  await page.getByTestId('start').waitFor();
  await expectAccessible(page, 'welcome');
  await start(page);
  await page.getByTestId('enrolment-hint').waitFor({ timeout: 60_000 });
  await expectAccessible(page, 'enrolment');
  await page.getByTestId('all-set').waitFor({ timeout: 60_000 });
  await expectAccessible(page, 'all set');
});

test('axe finds nothing while monitoring, after it, and on the other pages', async ({ open }) => {
  const { page } = await open({ film: DROWSY, enrolled: true });
  await start(page);
  await untilMonitoring(page);
  await page.locator('[data-testid="alert"][data-level="gentle"]').waitFor({ timeout: 45_000 });
  await expectAccessible(page, 'gentle alert');
  await page.getByTestId('acknowledge').click();
  await page.getByText('Details').first().click();
  await expectAccessible(page, 'monitor');
  await endSession(page);
  await expectAccessible(page, 'summary');
  for (const name of ['History', 'Learners', 'Settings', 'About']) {
    await page.getByRole('link', { name, exact: true }).click();
    await expectAccessible(page, name);
  }
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await page.locator('main').getByRole('link').first().click();
  await expectAccessible(page, 'a session of the history');
});

test('axe finds nothing on a strong alert and on a trouble', async ({ open }) => {
  const { page } = await open({ film: SLEEPS, enrolled: true });
  await start(page);
  await page.locator('[data-testid="alert"][data-level="strong"]').waitFor({ timeout: 60_000 });
  await expectAccessible(page, 'strong alert');
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('made by the test', 'NotFoundError'));
  });
  await page.keyboard.press('Escape');
  await endSession(page);
  await page.getByRole('button', { name: 'New session' }).click();
  await start(page);
  await page.locator('[data-testid="trouble"][data-code="camera-missing"]').waitFor();
  await expectAccessible(page, 'camera missing');
});

test('axe finds nothing in the other languages on a phone, and texts fit', async ({ open }) => {
  const { page, origin } = await open({ film: SLEEPS, enrolled: true, at: '/?lang=de' });
  await page.setViewportSize(SIZES.phone);
  // The longest words: a whole session in German.
  await start(page);
  await page.locator('[data-testid="alert"][data-level="strong"]').waitFor({ timeout: 60_000 });
  await expectAccessibleAsIs(page, 'de, strong alert');
  await page.keyboard.press('Escape');
  await expectAccessibleAsIs(page, 'de, monitor');
  await endSession(page);
  await expectAccessibleAsIs(page, 'de, summary');
  for (const language of Object.keys(LANGUAGES).filter((other) => other !== 'en'))
    for (const name of ['', 'history', 'learners', 'settings', 'about']) {
      await page.goto('about:blank');
      await page.goto(`${origin}/?lang=${language}#/${name}`);
      await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
      await page.locator('main h1').first().waitFor();
      await expectAccessibleAsIs(page, `${language}, ${name}`);
      for (const width of BETWEEN) {
        await page.setViewportSize({ width, height: 800 });
        await expectNothingSticksOut(page, `${language}, ${name}, ${width} px wide`);
      }
      await page.setViewportSize(SIZES.phone);
    }
});

/** Presses Tab until the wanted element has the focus; fails when it is never reached. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.locator(selector).evaluateAll((all) => all.includes(document.activeElement as never)))
      return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${selector}.`);
}

test('with the keyboard alone: start, acknowledge, end, look at the history', async ({ open }) => {
  const { page } = await open({ film: DROWSY, enrolled: true });
  await page.getByTestId('start').waitFor();
  await tabTo(page, '[data-testid="start"]');
  await page.keyboard.press('Enter');
  await untilMonitoring(page);
  const alert = page.locator('[data-testid="alert"]');
  await alert.waitFor({ timeout: 45_000 });
  await page.keyboard.press('Enter');
  await expect(alert).toBeHidden();
  await untilState(page, 'drowsy');
  await tabTo(page, '[data-testid="stop"]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('summary')).toBeVisible();
  await tabTo(page, 'a[href="#/history"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toContainText(LEARNER_NAME);
});
