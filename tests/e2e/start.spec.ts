/** A start that fails is shown, with a way on; it is never "Wakeful is loading …" for good. */
import type { Page, Route } from '@playwright/test';
import { expect, test } from '../support/e2e/test';
import { AWAKE } from '../support/footage/films';

const message = (page: Page) => page.getByRole('alert').filter({ hasText: 'Wakeful has not started' });
const loading = (page: Page) => page.getByText('Wakeful is loading');
const reload = (page: Page) => page.getByRole('button', { name: 'Reload' });

/** public/start.js waits so long, ms. */
const PATIENCE_MS = 20_000;

/** A start on two busy cores. */
const START_MS = 20_000;

/** The first module of the page; all others come by it. */
const FIRST_MODULE = /\/assets\/(index|embed)-[^/]+\.js$/;

const FAULTS: Record<string, { readonly answer: (route: Route) => Promise<void>; readonly detail: RegExp }> =
  {
    'does not arrive': {
      answer: (route) => route.fulfill({ status: 404 }),
      detail: /did not arrive: http.*\.js/,
    },
    'throws at its import': {
      answer: (route) =>
        route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("no such locale")' }),
      detail: /no such locale/,
    },
    'waits, then throws': {
      answer: (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: 'await null; await Promise.reject(new Error("no storage at all"))',
        }),
      detail: /no storage at all/,
    },
    'cannot be read by this browser': {
      answer: (route) => route.fulfill({ contentType: 'text/javascript', body: 'const ?. = 1' }),
      detail: /SyntaxError|Unexpected token/,
    },
  };

for (const at of ['/', '/embed.html'])
  for (const [name, { answer, detail }] of Object.entries(FAULTS))
    test(`${at}: a module that ${name}`, async ({ open }) => {
      let broken = true;
      const { page } = await open({
        film: AWAKE,
        at,
        before: async (opened, guard) => {
          guard.allow(/404|no such locale|no storage at all|Unexpected token/);
          await opened.route(FIRST_MODULE, (route) => (broken ? answer(route) : route.continue()));
        },
      });
      await expect(message(page)).toBeVisible();
      await expect(page.locator('pre')).toHaveText(detail);
      await expect(loading(page)).toHaveCount(0);
      broken = false;
      await reload(page).click();
      await expect(message(page)).toHaveCount(0);
      await expect(loading(page)).toHaveCount(0, { timeout: START_MS });
      await expect(message(page)).toHaveCount(0);
    });

test('a start that never ends', async ({ open }) => {
  const { page } = await open({
    film: AWAKE,
    before: async (opened) => {
      await opened.clock.install();
      await opened.route(FIRST_MODULE, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: 'await new Promise(() => undefined)' }),
      );
    },
  });
  await expect(loading(page)).toBeVisible();
  await page.clock.fastForward(PATIENCE_MS);
  await expect(message(page)).toBeVisible();
  await expect(page.locator('pre')).toHaveText(/No answer after/);
  await expect(reload(page)).toBeVisible();
});

test('a language that Intl refuses breaks nothing', async ({ open }) => {
  const { page } = await open({
    film: AWAKE,
    before: (opened) =>
      opened.addInitScript(() => {
        Object.defineProperty(Navigator.prototype, 'language', { get: () => 'C' });
        Object.defineProperty(Navigator.prototype, 'languages', { get: () => ['C'] });
      }),
  });
  await expect(page.getByTestId('start')).toBeVisible();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
});
