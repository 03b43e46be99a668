import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { documentedFields } from '../support/doc-snippets';
import { enrolledUserData, LEARNER_NAME } from '../support/e2e/app';
import { violationsOf } from '../support/e2e/axe';
import {
  agree,
  answersTo,
  attack,
  frameOf,
  LONG_PRESS,
  openSites,
  overhear,
  passStorageRefusal,
  putFrame,
  readOn,
  type Attack,
  type Sites,
} from '../support/e2e/course';
import { guard, type Guard } from '../support/e2e/guards';
import { launch, type LaunchOptions } from '../support/e2e/launch';
import { allowStorageAccess, PARTITIONED_STORAGE } from '../support/e2e/storage-access';
import { appOrigin, expect, test as base } from '../support/e2e/test';
import { AWAKE, DROWSY, SLEEPS } from '../support/footage/films';

const CONNECT = { type: 'wakeful:connect', version: 1 };

/** The fields of every message. */
const FIELDS = documentedFields();

interface Course {
  readonly page: Page;
  readonly guard: Guard;
}

const test = base.extend<
  { readonly visit: (options: LaunchOptions) => Promise<Course> },
  { readonly sites: Sites }
>({
  sites: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants to see which fixtures are used
    async ({}, use) => {
      const sites = await openSites();
      await use(sites);
      await sites.close();
    },
    { scope: 'worker' },
  ],
  visit: async ({ sites }, use) => {
    const opened: { close: () => Promise<void>; guard: Guard }[] = [];
    await use(async (options) => {
      const { context, close } = await launch(options);
      const { wakeful, course, rival, stranger, strict } = sites;
      const watched = guard(
        context,
        appOrigin(),
        ...[wakeful, course, rival, stranger, strict].map(({ origin }) => origin),
      );
      opened.push({ close, guard: watched });
      return { page: context.pages()[0] ?? (await context.newPage()), guard: watched };
    });
    for (const { close } of opened) await close();
    expect(opened.flatMap(({ guard: { complaints } }) => complaints)).toEqual([]);
  },
});

/** The learner's file, exported from the app's own tab. */
async function exportedLearner(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  await page.goto(`${appOrigin()}/#/learners`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const path = await (await download).path();
  return { name: 'learner.json', mimeType: 'application/json', buffer: readFileSync(path) };
}

/** A site is an origin without its port. */
const siteOf = ({ origin }: { readonly origin: string }): string => origin.replace(/:\d+$/, '');

async function expectNoViolations(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violationsOf(page), `${screen}, ${colorScheme}`).toEqual([]);
  }
}

test('a course page on another site: consent, awake, asleep, the video pauses, silence', async ({
  sites,
  visit,
}) => {
  // It enrols first, unless another test has; then come the models, some seconds awake, sleep and
  // its alert.
  test.setTimeout(360_000);
  const userData = await enrolledUserData(appOrigin());
  const { page } = await visit({ film: SLEEPS, userData, viewport: { width: 1280, height: 900 } });
  const learner = await exportedLearner(page);
  const heard = await overhear(page);
  await page.goto(`${sites.course.origin}/demo/`);
  const frame = frameOf(page);
  const log = page.locator('#log');

  // Before the learner agrees: who asks is said, and the page is told nothing, whatever it asks
  // for.
  await expect(frame.getByTestId('host')).toHaveText(sites.course.origin);
  await expectNoViolations(page, 'demo with consent');
  await page.locator('#ask').click();
  const welcome = { type: 'welcome', version: 1, times: true };
  expect(await heard()).toEqual([welcome]);

  await agree(frame);
  await expect(log).toContainText('availability: off');
  // A request to start is shown; the camera stays off.
  await page.locator('#ask').click();
  await expect(frame.getByText('The course page asks you to start.')).toBeVisible();
  await expect(frame.getByTestId('start')).toBeVisible();

  // Another site has another storage: the learner brings their file.
  await frame.getByRole('button', { name: 'Your data' }).click();
  await frame.locator('input[accept*="json"]').setInputFiles(learner);
  await expect(frame.getByText(`${LEARNER_NAME} was imported.`)).toBeVisible();
  await frame.getByRole('button', { name: 'Back to the monitor' }).click();
  await page.locator('#play').click();
  await frame.getByTestId('start').click();

  await expect(log).toContainText('state: awake', { timeout: 90_000 });
  await expect(log).toContainText('state: asleep', { timeout: 60_000 });
  await expect(log).toContainText('alert: strong', { timeout: 60_000 });
  await expect(page.locator('#notice')).toHaveText('Paused, because you fell asleep.');
  expect(await page.locator('video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(true);
  await frame.getByTestId('acknowledge').click();
  await expect(log).toContainText('alert: over');

  // The page may ask for less at once, and takes back what it asked for.
  await page.locator('#pause').click();
  await expect(log).toContainText('availability: paused');
  await page.locator('#ask').click();
  await expect(log.locator('div').filter({ hasText: 'availability: monitoring' })).toHaveCount(2);
  await expectNoViolations(page, 'demo while monitoring');

  // Consent withdrawn: monitoring goes on for the learner, and the page hears nothing any more.
  await frame.getByTestId('withdraw').click();
  await expect(frame.getByTestId('sharing')).toHaveAttribute('data-sharing', 'false');
  const told = (await heard()).length;
  await page.locator('#stop').click();
  await expect(log).toContainText('availability: silent', { timeout: 30_000 });
  await expect(frame.getByTestId('stop'), 'nor can it stop what it no longer has').toBeVisible();
  const messages = await heard();
  expect(messages).toHaveLength(told);

  // Every message that ever came, field by field.
  expect(new Set(messages.map(({ type }) => type))).toEqual(new Set(FIELDS.keys()));
  expect(messages[0]).toEqual(welcome);
  for (const message of messages.slice(1))
    expect(Object.keys(message).sort()).toEqual(FIELDS.get(String(message['type'])));
});

test('the learner’s own profile comes into the frame when they want it, and only then', async ({
  sites,
  visit,
}) => {
  // It enrols first, unless another test has.
  test.setTimeout(240_000);
  const { wakeful, course } = sites;
  const userData = await enrolledUserData(appOrigin());
  allowStorageAccess(userData, siteOf(wakeful), siteOf(course));
  const { page } = await visit({ film: AWAKE, userData, switches: PARTITIONED_STORAGE });
  const learner = await exportedLearner(page);
  await page.goto(`${wakeful.origin}/#/learners`);
  await page.locator('input[accept*="json"]').setInputFiles(learner);
  await expect(page.getByText(`${LEARNER_NAME} was imported.`)).toBeVisible();

  const frame = frameOf(page);
  const known = frame.getByText(LEARNER_NAME, { exact: true });
  await page.goto(`${course.origin}/two-lines.html`);
  await frame.getByTestId('agree').click({ delay: LONG_PRESS });
  await expect(frame.getByTestId('start'), 'a profile of this course page: nobody yet').toBeVisible();
  await expect(known).toHaveCount(0);

  await page.reload();
  await frame.getByLabel('Use my learner profile of this browser').check();
  await frame.getByTestId('agree').click({ delay: LONG_PRESS });
  await expect(known).toBeVisible();
  await frame.getByTestId('start').click();
  await expect(frame.getByTestId('stop')).toBeVisible({ timeout: 90_000 });
  await expect(frame.getByTestId('enrolment-hint')).toHaveCount(0);
  await expect(frame.getByTestId('state')).toHaveAttribute('data-state', 'awake', { timeout: 90_000 });
});

const BAD: readonly Attack[] = [
  { name: 'another version', data: { ...CONNECT, version: 2 }, ports: 1 },
  { name: 'one field more', data: { ...CONNECT, autostart: true }, ports: 1 },
  { name: 'malformed', data: 'wakeful:connect', ports: 1 },
  { name: 'oversized', data: { ...CONNECT, pad: 'x'.repeat(5_000_000) }, ports: 1 },
  { name: 'two ports', data: CONNECT, ports: 2 },
  { name: 'no port', data: CONNECT, ports: 0 },
];
const GOOD: Attack = { name: 'good', data: CONNECT, ports: 1 };

test('attackers get nothing and change nothing', async ({ sites, visit }) => {
  const { wakeful, course, rival, stranger } = sites;
  const { page, guard: watched } = await visit({ film: AWAKE });
  const address = (host: string): string => `${wakeful.origin}/embed.html?host=${encodeURIComponent(host)}`;

  // A page on no list: the browser itself shows it no frame.
  watched.allow(/frame-ancestors|Framing/);
  // The attacker's own frames.
  watched.allow(/can escape its sandboxing/);
  await page.goto(`${stranger.origin}/empty.html`);
  await putFrame(page, address(stranger.origin));
  await attack(page, [...BAD, GOOD]);
  expect(page.frames().some((frame) => frame.url().startsWith(wakeful.origin))).toBe(false);
  expect(await answersTo(page)).toEqual([]);

  // A listed page that pretends to be another one.
  await page.goto(`${rival.origin}/empty.html`);
  await putFrame(page, address(course.origin));
  const refusal = frameOf(page).getByTestId('refusal');
  await expect(refusal).toHaveAttribute('data-refusal', 'host-mismatch');
  await attack(page, [...BAD, GOOD]);
  await expect(refusal).toHaveAttribute('data-refusal', 'host-mismatch');
  expect(await answersTo(page)).toEqual([]);

  // The right page, the wrong words; and the right words of windows that do not hold the frame.
  await page.goto(`${course.origin}/empty.html`);
  await putFrame(page, address(course.origin));
  const frame = frameOf(page);
  await expect(frame.getByText('Connecting with the course page …')).toBeVisible();
  await attack(page, BAD);
  const origins = await page.evaluate(async (connect) => {
    const seen: string[] = [];
    addEventListener('message', ({ data, origin }) => data === 'said' && seen.push(origin));
    for (const sandbox of ['allow-scripts', 'allow-scripts allow-same-origin']) {
      const sibling = document.createElement('iframe');
      sibling.setAttribute('sandbox', sandbox);
      sibling.srcdoc = `<script>
        const { port1, port2 } = new MessageChannel();
        parent.frames[0].postMessage(${JSON.stringify(connect)}, '*', [port2]);
        parent.postMessage('said', '*');
      </script>`;
      document.body.append(sibling);
    }
    while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    return seen;
  }, CONNECT);
  expect(origins, 'one of them without an origin').toContain('null');
  await expect(frame.getByTestId('consent')).toHaveCount(0);

  // The true page is heard after all that, once: a replay is not.
  await attack(page, [GOOD]);
  await expect(frame.getByTestId('consent')).toBeVisible();
  await attack(page, [{ ...GOOD, name: 'replay' }]);
  await agree(frame);
  await expect.poll(() => answersTo(page)).toHaveLength(2);
  const off: unknown = expect.objectContaining({ type: 'availability', availability: 'off' });
  expect(await answersTo(page)).toEqual([
    { name: 'good', data: { type: 'welcome', version: 1 } },
    { name: 'good', data: off },
  ]);
});

test('a consent is read without scrolling, and kept until the tab is closed if the learner wants that', async ({
  sites: { course },
  visit,
}) => {
  const { page } = await visit({
    film: AWAKE,
    switches: PARTITIONED_STORAGE,
    viewport: { width: 500, height: 500 },
  });
  await page.goto(`${course.origin}/two-lines.html`);
  const frame = frameOf(page);
  const sharing = frame.getByTestId('sharing');
  await frame.getByTestId('consent').waitFor();
  expect((await page.locator('iframe').boundingBox())!.height).toBe(420);
  const hidden = await frame.locator('.frame-text').evaluate((text) => text.scrollHeight - text.clientHeight);
  expect(hidden).toBe(0);

  await frame.getByTestId('keep').check();
  await agree(frame);
  await expect(sharing).toHaveAttribute('data-sharing', 'true');
  await page.reload();
  await passStorageRefusal(frame);
  await expect(sharing).toHaveAttribute('data-sharing', 'true');

  await frame.getByTestId('withdraw').click();
  await page.reload();
  await expect(frame.getByTestId('consent')).toBeVisible();
  await frame.getByTestId('keep').check();
  await agree(frame);
  const anew = await page.context().newPage();
  await page.close();
  await anew.goto(`${course.origin}/two-lines.html`);
  await expect(frameOf(anew).getByTestId('consent')).toBeVisible();
});

test('a browser that keeps nothing for frames of other sites asks again, and says so', async ({
  sites: { course },
  visit,
}) => {
  const { page } = await visit({ film: AWAKE, viewport: { width: 500, height: 500 } });
  await page.goto(`${course.origin}/two-lines.html`);
  const frame = frameOf(page);
  await frame.getByTestId('keep').check();
  await agree(frame);
  await expect(frame.getByText('you will be asked again')).toBeVisible();
  await page.reload();
  await expect(frame.getByTestId('consent')).toBeVisible();
});

/** Ways to keep a frame clickable and out of sight. */
const HIDDEN: Readonly<Record<string, string>> = {
  transparent: 'opacity: 0.01',
  'blurred beyond reading': 'filter: blur(40px)',
  'clipped to the button': 'clip-path: inset(80% 0 0 50%)',
  'out of view but for the button': 'position: fixed; top: -70vh',
  'turned over': 'transform: rotate(180deg)',
};

test('a page that hides the frame under something else gets no consent; a page in sight needs more than a click', async ({
  sites: { wakeful, course },
  visit,
}) => {
  const { page } = await visit({ film: AWAKE, viewport: { width: 500, height: 400 } });
  await page.goto(`${course.origin}/empty.html`);
  await putFrame(page, `${wakeful.origin}/embed.html?host=${encodeURIComponent(course.origin)}`);
  await attack(page, [GOOD]);
  const holder = page.locator('iframe');
  const button = frameOf(page).getByTestId('agree');
  const press = async (ms: number): Promise<void> => {
    const { x, y, width, height } = (await button.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.waitForTimeout(ms);
    await page.mouse.up();
  };
  const seen = await holder.getAttribute('style');
  for (const [way, style] of Object.entries(HIDDEN)) {
    await holder.evaluate((frame, css) => frame.setAttribute('style', css), `${seen}; ${style}`);
    await expect(button, way).toHaveAttribute('aria-disabled', 'true');
    await press(LONG_PRESS);
    await expect(button, way).toBeAttached();
    expect(await answersTo(page), way).toHaveLength(1);
    await holder.evaluate((frame, css) => frame.setAttribute('style', css!), seen);
    await expect(button, way).toHaveAttribute('aria-disabled', 'false');
  }
  // Under a lure that lets the pointer through.
  await page.evaluate(() => {
    const lure = document.createElement('div');
    lure.style.cssText = 'position: fixed; inset: 0; background: white; pointer-events: none';
    lure.textContent = 'Hold anywhere to win';
    document.body.append(lure);
  });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await press(LONG_PRESS);
  expect(await answersTo(page)).toHaveLength(1);
  await page.locator('div').evaluate((lure) => lure.remove());

  await expect(button).toHaveAttribute('aria-disabled', 'false');
  await press(50);
  await press(50);
  expect(await answersTo(page), 'a double click is no consent').toHaveLength(1);
  await agree(frameOf(page));
  await expect.poll(() => answersTo(page)).toHaveLength(2);
});

test('on a page of the same site the question counts as seen, on any part of a pixel', async ({
  sites: { wakeful },
  visit,
}) => {
  const { page } = await visit({ film: AWAKE, viewport: { width: 1280, height: 860 } });
  await page.goto(`${wakeful.origin}/demo/`);
  const frame = frameOf(page);
  const button = frame.getByTestId('agree');
  for (const offset of ['0px', '0.3px', '0.5px', '0.8px']) {
    await page.locator('#wakeful').evaluate(({ style }, margin) => (style.margin = margin), offset);
    // The browser looks a few times a second.
    await page.waitForTimeout(500);
    await expect(button, offset).toHaveAttribute('aria-disabled', 'false');
  }
  await agree(frame);
  await expect(frame.getByTestId('sharing')).toHaveAttribute('data-sharing', 'true');
});

/** Whether all of it is inside of the frame, and nothing stands in front of it. */
const isWhole = (element: Locator): Promise<boolean> =>
  element.evaluate((whole) => {
    const { left, top, right, bottom } = whole.getBoundingClientRect();
    const middle = (left + right) / 2;
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return (
      isInside &&
      [top + 1, (top + bottom) / 2, bottom - 1].every((y) =>
        whole.contains(document.elementFromPoint(middle, y)),
      )
    );
  });

test('the smallest frame shows all of the state, of an alert and of the answer to it', async ({ visit }) => {
  // It enrols first, unless another test has.
  test.setTimeout(240_000);
  const userData = await enrolledUserData(appOrigin());
  const { page } = await visit({ film: DROWSY, userData, viewport: { width: 1280, height: 860 } });
  await page.goto(`${appOrigin()}/demo/`);
  await page.locator('#wakeful').evaluate(({ style }) => (style.cssText = 'width: 240px; height: 160px'));
  const frame = frameOf(page);
  await agree(frame);
  expect(await isWhole(frame.getByTestId('start'))).toBe(true);
  await frame.getByTestId('start').click();
  await frame.getByTestId('alert').waitFor({ timeout: 120_000 });
  for (const seen of ['.state-word', '.alert-title', '[data-testid="acknowledge"]'])
    await expect.poll(() => isWhole(frame.locator(seen)), seen).toBe(true);
  await frame.getByTestId('acknowledge').click();
  await expect(frame.getByTestId('alert')).toBeHidden();
  expect(await isWhole(frame.locator('.compact .button-primary'))).toBe(true);
});

test('every page around the course page is checked', async ({ sites, visit }) => {
  const { wakeful, course, rival, stranger } = sites;
  const { page, guard: watched } = await visit({ film: AWAKE });
  watched.allow(/frame-ancestors|Framing/);
  const inner = page.locator('iframe').contentFrame().locator('iframe').contentFrame();

  await page.goto(`${rival.origin}/empty.html`);
  await putFrame(page, `${course.origin}/two-lines.html`, 'camera *');
  await expect(inner.getByTestId('host'), 'all are on the list').toHaveText(course.origin);

  // A host that sends no headers: the frame itself holds to the list.
  await page.route(`${wakeful.origin}/embed.html*`, async (route) => {
    const response = await route.fetch();
    const headers = Object.entries(response.headers());
    const kept = headers.filter(([name]) => name !== 'content-security-policy');
    await route.fulfill({ response, headers: Object.fromEntries(kept) });
  });
  await page.goto(`${stranger.origin}/empty.html`);
  await putFrame(page, `${course.origin}/two-lines.html`, 'camera *');
  await expect(inner.getByTestId('refusal')).toHaveAttribute('data-refusal', 'ancestor-not-listed');
});

test('a page that floods the port is cut off', async ({ sites, visit }) => {
  const { page } = await visit({ film: AWAKE });
  await page.goto(`${sites.course.origin}/empty.html`);
  await putFrame(page, `${sites.wakeful.origin}/embed.html?host=${encodeURIComponent(sites.course.origin)}`);
  const frame = frameOf(page);
  await page.evaluate((connect) => {
    const { port1, port2 } = new MessageChannel();
    const { contentWindow } = document.querySelector('iframe')!;
    contentWindow!.postMessage(connect, '*', [port2]);
    Object.assign(window, { port: port1 });
  }, CONNECT);
  await agree(frame);
  await expect(frame.getByTestId('sharing')).toHaveAttribute('data-sharing', 'true');
  await page.evaluate(() => {
    const port = Reflect.get(window, 'port') as MessagePort;
    for (let k = 0; k < 5000; k++) port.postMessage({ type: k % 2 ? 'start' : 'nonsense' });
  });
  await expect(frame.getByText('The course page sent too many messages')).toBeVisible();
  await expect(frame.getByTestId('sharing')).toHaveAttribute('data-sharing', 'false');
  await expect(frame.getByTestId('start')).toBeVisible();
});

test('refusals say what to change; the recipes of the docs work; every refusal is accessible', async ({
  sites,
  visit,
}) => {
  const { wakeful, course, strict } = sites;
  const { page, guard: watched } = await visit({ film: AWAKE, viewport: { width: 240, height: 160 } });
  const frame = frameOf(page);
  const refusal = frame.getByTestId('refusal');
  const address = `${wakeful.origin}/embed.html?host=${encodeURIComponent(course.origin)}`;

  await page.goto(address);
  await expect(page.getByTestId('refusal')).toHaveAttribute('data-refusal', 'not-framed');
  await expectNoViolations(page, 'not framed');

  await page.goto(`${course.origin}/empty.html`);
  await putFrame(page, address, '');
  await expect(refusal).toHaveAttribute('data-refusal', 'camera-not-passed-on');
  await expect(frame.getByRole('link', { name: 'Open in a tab of its own' })).toBeVisible();
  await expectNoViolations(page, 'camera not passed on');
  await putFrame(page, `${wakeful.origin}/embed.html`);
  await expect(refusal).toHaveAttribute('data-refusal', 'host-missing');
  await putFrame(page, `${wakeful.origin}/embed.html?host=https://elsewhere.example`);
  await expect(refusal).toHaveAttribute('data-refusal', 'host-not-listed');

  // A browser that keeps nothing in frames: said before anything is shared, and possible for one
  // visit.
  await page.addInitScript(() => {
    const get = (): never => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError');
    };
    if (location.hash === '#blocked') Object.defineProperty(window, 'indexedDB', { get });
  });
  await page.goto(`${course.origin}/empty.html`);
  await putFrame(page, `${address}#blocked`);
  await attack(page, [GOOD]);
  // Too low for all that is asked: nothing is shared before it was read to its end.
  const button = frame.getByTestId('agree');
  await button.click({ delay: LONG_PRESS });
  await expect(frame.getByTestId('consent')).toBeVisible();
  expect(await answersTo(page)).toHaveLength(1);
  await readOn(frame);
  await button.click({ delay: LONG_PRESS });
  await expect(refusal).toHaveAttribute('data-refusal', 'storage-blocked');
  await expect(frame.getByRole('link', { name: 'Open in a tab of its own' })).toBeVisible();
  expect(await answersTo(page)).toHaveLength(1);
  await expectNoViolations(page, 'storage blocked');
  await frame.getByRole('button', { name: 'Use for this visit' }).click();
  await expect(frame.getByText('Nothing is saved')).toBeVisible();
  await expect.poll(() => answersTo(page)).toHaveLength(2);

  // A page that does not answer: the monitor by itself, after a while.
  await page.goto(`${course.origin}/empty.html`);
  await putFrame(page, address);
  await expect(refusal).toHaveAttribute('data-refusal', 'no-handshake', { timeout: 30_000 });
  await frame.getByRole('button', { name: 'Use without sharing' }).click();
  await passStorageRefusal(frame);
  await expect(frame.getByTestId('start')).toBeVisible();
  await expect(frame.getByTestId('share')).toHaveCount(0);

  // One that says that it will not: at once.
  await page.goto(`${course.origin}/alone.html`);
  await passStorageRefusal(frame);
  await expect(frame.getByTestId('start')).toBeVisible();
  await expect(frame.getByTestId('sharing')).toHaveAttribute('data-sharing', 'false');
  await expect(frame.getByTestId('share')).toHaveCount(0);

  for (const path of ['/two-lines.html', '/pinned.html']) {
    await page.goto(course.origin + path);
    await expect(frame.getByTestId('host')).toHaveText(course.origin);
  }
  // For a whole site: in what teachers wrote, not in what anybody may write.
  for (const [path, place] of [
    ['/everywhere.html', '#page-mod-page-view main iframe'],
    ['/canvas.html', '.show-content iframe'],
  ] as const) {
    await page.goto(course.origin + path);
    await expect(page.locator(place).contentFrame().getByTestId('host')).toHaveText(course.origin);
    await expect(page.locator('iframe')).toHaveCount(1);
  }

  // Another script than the pinned one does not run.
  watched.allow(/integrity/);
  const refused = page.waitForEvent('console', (message) => message.text().includes('integrity'));
  await page.goto(`${course.origin}/pinned-to-another.html`);
  await refused;
  await expect(page.locator('iframe')).toHaveCount(0);

  // The headers of the docs, on both sides.
  const sent = async (path: string) => (await page.request.get(wakeful.origin + path)).headers();
  const lowerCase = (name: string) =>
    Object.fromEntries(Object.entries(sites.headers(name)).map(([key, value]) => [key.toLowerCase(), value]));
  for (const path of ['/', '/embed.html']) expect(await sent(path)).toMatchObject(lowerCase('headers.http'));
  expect(await sent('/wakeful-embed.js')).toMatchObject({
    ...lowerCase('headers.http'),
    ...lowerCase('script-headers.http'),
  });
  await page.goto(`${strict.origin}/demo/`);
  await expect(frame.getByTestId('host')).toHaveText(strict.origin);
  await expect(frame.getByTestId('refusal')).toHaveCount(0);
});

test('what the docs do with events is told; consent and start are accessible', async ({
  sites: { course },
  visit,
}) => {
  const { page } = await visit({ film: AWAKE, viewport: { width: 500, height: 500 } });
  const frame = frameOf(page);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`${course.origin}/events.html`);
  await expectNoViolations(page, 'consent');
  await agree(frame);
  await expect.poll(() => said).toContain('off');
  await expectNoViolations(page, 'start');
});
