import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { chromiumHere, thisMachine } from '../../build/find-chromium';
import { LANGUAGES } from '../../src/app/messages/languages';
import { guard } from '../support/e2e/guards';
import { QUIET } from '../support/e2e/launch';

/** px: a narrow phone, and a common one. */
const PHONES = [360, 390] as const;

/** Screens that no film brings about, by the previews' names: the scene, and the page it is seen on. */
const SCREENS = [
  ['loading', ''],
  ['enrolling', ''],
  ['troubled', ''],
  ['unplugged', ''],
  ['workday', ''],
  ['unknown:other-person', ''],
  ['returning', '#/history'],
  ['returning', '#/learners'],
  ['welcome', '#/studio'],
  ['studio', '#/studio/add'],
  ['studio', '#/studio/r1'],
  ['studio-few', '#/studio/train'],
  ['studio-missing', '#/studio/train'],
  ['studio-unfinished', '#/studio/train'],
  ['studio-training', '#/studio/train'],
  ['studio-adopted', '#/studio/models'],
  ['studio-worse', '#/studio/models/m1'],
] as const;

const CONFIG = 'tests/support/app-preview/vite.config.ts';

let server: PreviewServer;
let browser: Browser;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wakeful-screens-'));
  const how = { configFile: CONFIG, configLoader: 'runner', logLevel: 'warn' } as const;
  await build({ ...how, build: { outDir: folder, emptyOutDir: true } });
  server = await preview({ ...how, build: { outDir: folder }, preview: { port: 0 } });
  browser = await chromium.launch({ executablePath: chromiumHere(thisMachine) ?? '', args: QUIET });
});

test.afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is wider than the page, or than what it stands in. */
const stickingOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const wide = [...document.querySelectorAll('main *')].filter(
      (element) =>
        element.closest('.scroll, .strip, .visually-hidden, .label-timeline') === null &&
        element.getBoundingClientRect().right > clientWidth + 1,
    );
    const cut = [...document.querySelectorAll('button, .button, .tag')].filter(
      (element) => element.scrollWidth > element.clientWidth + 1,
    );
    return [
      ...(scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px too wide`] : []),
      ...[...wide, ...cut].map(({ outerHTML }) => outerHTML.slice(0, 100)),
    ];
  });

for (const language of Object.keys(LANGUAGES))
  test(`every screen fits on a phone: ${language}`, async () => {
    const origin = new URL(server.resolvedUrls?.local[0] ?? '').origin;
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const watched = guard(context, origin);
    // No click began these sessions.
    watched.allow(/AudioContext was not allowed to start/);
    const page = await context.newPage();
    for (const [scene, at] of SCREENS) {
      await page.goto(`${origin}/?scene=${scene}&lang=${language}${at}`);
      await page.locator('[data-scene="set"]').waitFor();
      await page.locator('main').waitFor();
      if (scene === 'studio-training') await page.getByTestId('start-training').click();
      await page
        .locator('main details')
        .evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')));
      for (const width of PHONES) {
        await page.setViewportSize({ width, height: 800 });
        // Charts follow the width a moment later.
        await expect.poll(() => stickingOut(page), `${scene} ${at}, ${width} px wide`).toEqual([]);
      }
    }
    expect(watched.complaints).toEqual([]);
    await context.close();
  });
