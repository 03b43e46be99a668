import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { DOC_WAKEFUL, docSnippet } from '../support/doc-snippets';
import { guard } from '../support/e2e/guards';
import { openSite, type Site } from '../support/e2e/course-site';
import { launch } from '../support/e2e/launch';
import { SPOKEN_FRAME } from '../support/e2e/spoken-frame';
import { expect, test as base } from '../support/e2e/test';
import { AWAKE } from '../support/footage/films';

/** ms since the epoch, in whole seconds. */
const T = 1_764_000_000_000;

interface Course {
  readonly page: Page;
  readonly wakeful: Site;
  /** The course page with this body, and the script after it. */
  readonly show: (body: string, attributes?: string) => Promise<void>;
  /** The frame tells the page this. */
  readonly say: (...messages: readonly Record<string, unknown>[]) => Promise<void>;
}

const test = base.extend<{ readonly at: Course }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants to see which fixtures are used
  at: async ({}, use) => {
    const [wakeful, course] = await Promise.all([openSite(), openSite()]);
    wakeful.headers = { 'Access-Control-Allow-Origin': '*' };
    wakeful.files.set('/wakeful-auto.js', readFileSync('dist/wakeful-auto.js', 'utf8'));
    wakeful.files.set('/embed.html', SPOKEN_FRAME);
    const { context, close } = await launch({ film: AWAKE });
    const watched = guard(context, wakeful.origin, course.origin);
    watched.allow(/can escape its sandboxing/);
    const page = context.pages()[0] ?? (await context.newPage());
    await use({
      page,
      wakeful,
      async show(body, attributes = '') {
        const script = `<script type="module" src="${wakeful.origin}/wakeful-auto.js" ${attributes}></script>`;
        course.files.set('/', `<!doctype html><title>A course</title>${linked(body + script)}`);
        await page.goto(`${course.origin}/`);
      },
      async say(...messages) {
        await page.locator('iframe').waitFor();
        const frame = page.frames().find((one) => one.url().startsWith(wakeful.origin) && !one.isDetached());
        await frame!.waitForFunction(() => 'isConnected' in window);
        await frame!.evaluate((all) => {
          const channel = new BroadcastChannel('say');
          for (const message of all) channel.postMessage(message);
        }, messages);
      },
    });
    await close();
    await Promise.all([wakeful.close(), course.close()]);
    expect(watched.complaints).toEqual([]);
  },
});

/** What Moodle's default filter does: addresses in text, a script's too, become links. */
const linked = (html: string): string =>
  html.replace(/(>[^<]*?)(https?:\/\/[^\s<'"]+)/g, '$1<a href="$2">$2</a>');

const MARKER = '<div class="wakeful">Wakeful</div>';

test('fills one place, at its own size, also where addresses in text become links', async ({ at }) => {
  const { page, show, wakeful } = at;
  const documented = docSnippet('auto.html').replace(DOC_WAKEFUL, wakeful.origin);
  await show(`<p>See https://elsewhere.example/page</p>${documented}${MARKER}`);
  await expect(page.locator('iframe')).toHaveCount(1);
  await expect(page.locator('a')).toHaveCount(1);
  expect((await page.locator('iframe').boundingBox())!.height).toBe(420);
  expect(await page.content(), 'what an editor would save').not.toContain('<iframe');

  await show('<div class="wakeful" style="width: 320px; height: 240px">Wakeful</div>');
  expect(await page.locator('iframe').boundingBox()).toMatchObject({ width: 320, height: 240 });

  const wishes = async (attributes: string) => {
    await show(MARKER, attributes);
    const address = new URL((await page.locator('iframe').getAttribute('src'))!);
    for (const own of ['host', 'times']) address.searchParams.delete(own);
    return address.search;
  };
  expect(await wishes('data-theme="dark" data-lang="en-GB" data-compact')).toBe(
    '?theme=dark&lang=en-GB&compact=true',
  );
  expect(await wishes('data-theme="red" data-compact="off"')).toBe('?compact=false');
});

test('leaves alone what is edited, and what its own attribute does not name', async ({ at }) => {
  const { page, show } = at;
  await show(`<div contenteditable="true">${MARKER}</div><textarea>${MARKER}</textarea><main></main>`);
  await page.locator('main').evaluate((main, html) => main.insertAdjacentHTML('beforeend', html), MARKER);
  await expect(page.locator('main iframe')).toHaveCount(1);
  await expect(page.locator('iframe')).toHaveCount(1);

  await show(
    `<section class="post">${MARKER}</section><section id="lecture">${MARKER}</section>`,
    'data-within="#lecture"',
  );
  await expect(page.locator('#lecture iframe')).toHaveCount(1);
  await expect(page.locator('.post iframe')).toHaveCount(0);
});

test('follows a page that replaces its content', async ({ at }) => {
  const { page, show } = at;
  await show(`<main id="one">${MARKER}</main>`);
  await expect(page.locator('#one iframe')).toHaveCount(1);
  await page.evaluate((html) => (document.body.innerHTML = `<main id="two">${html}</main>`), MARKER);
  await expect(page.locator('#two iframe')).toHaveCount(1);
});

/** A minute of silence, as a file that can be played and sought in. */
const VIDEO = `<video></video><script>
  const seconds = 60, rate = 8000, bytes = new DataView(new ArrayBuffer(44 + seconds * rate));
  const text = (at, letters) => [...letters].forEach((c, k) => bytes.setUint8(at + k, c.charCodeAt(0)));
  text(0, 'RIFF'); bytes.setUint32(4, 36 + seconds * rate, true); text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true); bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true); bytes.setUint32(28, rate, true);
  bytes.setUint16(32, 1, true); bytes.setUint16(34, 8, true);
  text(36, 'data'); bytes.setUint32(40, seconds * rate, true);
  for (let k = 44; k < bytes.byteLength; k++) bytes.setUint8(k, 128);
  window.film = () => URL.createObjectURL(new Blob([bytes.buffer], { type: 'audio/wav' }));
  const video = document.querySelector('video');
  video.muted = true;
  video.src = film();
  window.ready = new Promise((done) => (video.oncanplay = done)).then(() => (video.currentTime = 30)).then(() => video.play());
</script>`;

/** The times of the lecture that the frame was told, seconds. */
async function timesTold(page: Page): Promise<readonly number[]> {
  interface Told {
    readonly type: string;
    readonly seconds: number;
  }
  const frame = page.frames().find((one) => one.url().includes('embed.html') && !one.isDetached());
  const heard = await frame?.evaluate(() => Reflect.get(window, 'heard') as readonly Told[] | undefined);
  return (heard ?? []).filter(({ type }) => type === 'time').map(({ seconds }) => seconds);
}

const alert = (level: string | null) => ({ type: 'alert', t: T, level });
const state = (value: string) => ({ type: 'state', t: T, state: value });
const availability = (value: string) => ({ type: 'availability', t: T, availability: value });

const video = (page: Page) =>
  page.locator('video').evaluate(({ paused, currentTime }: HTMLVideoElement) => ({ paused, currentTime }));

test('pauses a video at the strong alert, and goes on 15 seconds earlier when the learner is back', async ({
  at: { page, show, say },
}) => {
  await show(VIDEO + MARKER);
  await expect(page.locator('iframe')).toHaveCount(1);
  await page.evaluate(() => Reflect.get(window, 'ready') as Promise<void>);
  await expect.poll(async () => (await timesTold(page)).at(-1), 'it plays').toBeGreaterThanOrEqual(30);
  await say(availability('monitoring'), alert('gentle'));
  expect((await video(page)).paused, 'not while drowsy').toBe(false);
  await say(alert('strong'));
  await expect.poll(async () => (await video(page)).paused).toBe(true);
  const { currentTime } = await video(page);
  expect(currentTime).toBeGreaterThanOrEqual(30);
  await expect.poll(async () => (await timesTold(page)).at(-1), 'where it stands').toBe(currentTime);
  // Out of sight: the alert ends, and nobody answered.
  await say(state('unknown'), alert(null));
  await page.waitForTimeout(300);
  expect((await video(page)).paused).toBe(true);
  await say(state('awake'));
  await expect.poll(async () => (await video(page)).paused).toBe(false);
  expect((await video(page)).currentTime).toBeLessThan(currentTime - 5);

  // Ended in sleep: nobody answered.
  await say(state('asleep'), alert('strong'));
  await expect.poll(async () => (await video(page)).paused).toBe(true);
  await say(availability('off'), alert(null));
  await page.waitForTimeout(300);
  expect((await video(page)).paused).toBe(true);
});

test('leaves a video alone that the page put in its place meanwhile, and all of them where it is told to', async ({
  at: { page, show, say },
}) => {
  await show(VIDEO + MARKER);
  await page.evaluate(() => Reflect.get(window, 'ready') as Promise<void>);
  await expect.poll(async () => (await timesTold(page)).at(-1), 'it plays').toBeGreaterThanOrEqual(30);
  await say(availability('monitoring'), alert('strong'));
  await expect.poll(async () => (await video(page)).paused).toBe(true);
  await page.locator('video').evaluate((element: HTMLVideoElement) => {
    element.src = (Reflect.get(window, 'film') as () => string)();
  });
  await say(state('awake'), alert(null));
  await page.waitForTimeout(300);
  expect((await video(page)).paused).toBe(true);
  await expect.poll(async () => (await timesTold(page)).at(-1), 'of the new one').toBe(0);

  await show(VIDEO + MARKER, 'data-pause="off"');
  await page.evaluate(() => Reflect.get(window, 'ready') as Promise<void>);
  await say(availability('monitoring'), alert('strong'));
  await page.waitForTimeout(300);
  expect((await video(page)).paused).toBe(false);
});
