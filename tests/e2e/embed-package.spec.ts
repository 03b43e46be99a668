import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { packageCourse, type CourseOptions } from '../../src/cli/package-course/package-course';
import { openSite } from '../support/e2e/course-site';
import { launch } from '../support/e2e/launch';
import { expect, test as base } from '../support/e2e/test';
import { SPOKEN_FRAME } from '../support/e2e/spoken-frame';
import { AWAKE } from '../support/footage/films';

/** scorm-again, the runtime of a platform, and the package in its frame. */
const platform = (
  version: '1.2' | '2004',
  start: Readonly<Record<string, string>>,
): string => `<!doctype html>
<html lang="en"><title>A learning platform</title>
<script src="/scorm-again.js"></script>
<script>
  ${version === '1.2' ? 'const api = (window.API = new Scorm12API({ autocommit: false }));' : 'const api = (window.API_1484_11 = new Scorm2004API({ autocommit: false }));'}
  api.loadFromFlattenedJSON(${JSON.stringify(start)}, '');
  window.calls = [];
  for (const name of ['Initialize', 'Terminate', 'LMSInitialize', 'LMSFinish'])
    if (api[name]) api.on(name, () => calls.push(name));
</script>
<iframe title="Lecture" style="width: 900px; height: 500px" src="/package/index.html"></iframe></html>`;

interface Player {
  readonly page: Page;
  readonly lecture: FrameLocator;
  /** Plays a package in a platform that knows this already. */
  readonly play: (
    options: Pick<CourseOptions, 'kind' | 'countsDrowsiness'>,
    start?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly value: (element: string) => Promise<string>;
  readonly say: (...states: readonly string[]) => Promise<void>;
}

const test = base.extend<{ readonly player: Player }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants to see which fixtures are used
  player: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'wakeful-package-'));
    const [wakeful, site] = await Promise.all([openSite(), openSite()]);
    wakeful.headers = { 'Access-Control-Allow-Origin': '*' };
    wakeful.files.set('/wakeful-auto.js', readFileSync('dist/wakeful-auto.js', 'utf8'));
    wakeful.files.set('/embed.html', SPOKEN_FRAME);
    site.files.set('/scorm-again.js', readFileSync('node_modules/scorm-again/dist/scorm-again.js', 'utf8'));
    const { context, close } = await launch({ film: AWAKE });
    const page = context.pages()[0] ?? (await context.newPage());
    site.files.set('/', '<!doctype html><title>A page</title>');
    await page.goto(site.origin);
    const video = join(folder, 'lecture.webm');
    writeFileSync(video, Buffer.from(await page.evaluate(recordVideo), 'base64'));
    await page.route('**/package/lecture.webm', (route) =>
      route.fulfill({ path: video, contentType: 'video/webm' }),
    );
    const lecture = page.locator('iframe').contentFrame();
    await use({
      page,
      lecture,
      async play({ kind, countsDrowsiness }, start = {}) {
        const out = join(folder, `${kind}-${countsDrowsiness}.zip`);
        rmSync(out, { force: true });
        await packageCourse({
          video,
          wakeful: wakeful.origin,
          out,
          kind,
          title: 'Lecture 7',
          countsDrowsiness,
        });
        for (const [name, bytes] of Object.entries(unzipSync(readFileSync(out))))
          if (!name.endsWith('.webm')) site.files.set(`/package/${name}`, strFromU8(bytes));
        if (kind === 'html') {
          await page.goto(`${site.origin}/package/index.html`);
          return;
        }
        site.files.set('/', platform(kind, start));
        await page.goto(site.origin);
        await lecture.locator('iframe').waitFor();
      },
      value: (element) =>
        page.evaluate((name) => {
          const all = window as unknown as Record<string, { cmi: unknown } | undefined>;
          const { cmi } = (all['API'] ?? all['API_1484_11'])!;
          return String(name.split('.').reduce((at, key) => Reflect.get(at as object, key) as unknown, cmi));
        }, element),
      async say(...states) {
        const frame = page.frames().find((one) => one.url().startsWith(wakeful.origin))!;
        await frame.waitForFunction(() => 'isConnected' in window);
        await frame.evaluate((all) => {
          const channel = new BroadcastChannel('say');
          for (const [k, state] of all.entries())
            channel.postMessage({ type: 'state', t: 1_764_000_000_000 + k * 1000, state });
        }, states);
        await page.waitForTimeout(300);
      },
    });
    await close();
    await Promise.all([wakeful.close(), site.close()]);
    rmSync(folder, { recursive: true });
  },
});

/** Three seconds of a moving picture, as base64. */
async function recordVideo(): Promise<string> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  for (let k = 0; k < 30; k++) {
    context.fillStyle = `hsl(${k * 12} 50% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await new Promise((resolve) => {
    recorder.onstop = resolve;
    recorder.stop();
  });
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const playVideo = (lecture: FrameLocator): Promise<void> =>
  lecture.locator('video').evaluate((video: HTMLVideoElement) => {
    video.muted = true;
    return video.play();
  });

/** The learner leaves the lecture; the platform's page stays. */
const leave = (page: Page): Promise<void> =>
  page.locator('iframe').evaluate(
    (frame: HTMLIFrameElement) =>
      new Promise<void>((resolve) => {
        frame.onload = () => resolve();
        frame.src = 'about:blank';
      }),
  );

test('a SCORM 1.2 package runs in a player: incomplete, then completed; no score unless it is agreed to', async ({
  player: { page, lecture, play, value, say },
}) => {
  await play({ kind: '1.2', countsDrowsiness: true });
  const problems = await page.evaluate(async () => {
    const text = await (await fetch('/package/imsmanifest.xml')).text();
    return new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror')?.textContent;
  });
  expect(problems, 'the manifest is XML').toBeUndefined();
  await expect.poll(() => value('core.lesson_status')).toBe('incomplete');
  await expect(lecture.locator('#count-drowsiness')).not.toBeChecked();
  await playVideo(lecture);
  await say('awake', 'asleep');
  await expect.poll(() => value('core.lesson_status'), { timeout: 15_000 }).toBe('completed');
  await leave(page);
  expect(await value('core.score.raw'), 'not agreed to').toBe('');
  expect(await page.evaluate(() => Reflect.get(window, 'calls') as unknown)).toEqual([
    'LMSInitialize',
    'LMSFinish',
  ]);

  await play({ kind: '1.2', countsDrowsiness: true });
  await lecture.locator('#count-drowsiness').check();
  await playVideo(lecture);
  await say('awake', 'awake', 'awake', 'drowsy', 'unknown');
  await expect.poll(() => value('core.lesson_status'), { timeout: 15_000 }).toBe('completed');
  await leave(page);
  expect(await value('core.score.raw')).toBe('75');
});

test('a SCORM 2004 package runs in a player, goes on where it was left, and stays completed', async ({
  player: { page, lecture, play, value, say },
}) => {
  // A film of MediaRecorder cannot be sought in: what is asked of it counts.
  await page.addInitScript(() => {
    const seeks: number[] = [];
    const { prototype } = HTMLMediaElement;
    const own = Object.getOwnPropertyDescriptor(prototype, 'currentTime')!;
    Object.defineProperty(prototype, 'currentTime', {
      ...own,
      set(this: HTMLMediaElement, time: number) {
        seeks.push(time);
        own.set!.call(this, time);
      },
    });
    Object.assign(window, { seeks });
  });
  await play({ kind: '2004', countsDrowsiness: false });
  await expect.poll(() => value('completion_status')).toBe('incomplete');
  await expect(lecture.locator('#count-drowsiness')).toHaveCount(0);
  await playVideo(lecture);
  await say('drowsy');
  await lecture.locator('video').evaluate((video: HTMLVideoElement) => video.pause());
  await leave(page);
  expect([await value('completion_status'), await value('score.raw')]).toEqual(['incomplete', '']);
  expect(await page.evaluate(() => Reflect.get(window, 'calls') as unknown)).toEqual([
    'Initialize',
    'Terminate',
  ]);

  await play(
    { kind: '2004', countsDrowsiness: false },
    { 'cmi.completion_status': 'completed', 'cmi.location': '1' },
  );
  await expect
    .poll(() => lecture.locator('video').evaluate(() => Reflect.get(window, 'seeks') as unknown))
    .toEqual([1]);
  await leave(page);
  expect(await value('completion_status')).toBe('completed');
});

test('a page among uploaded files shows the lecture, and the monitor that may use the camera', async ({
  player: { page, play },
}) => {
  await play({ kind: 'html', countsDrowsiness: false });
  const frame = page.locator('aside iframe');
  await expect(frame).toHaveAttribute('allow', /camera/);
  expect((await frame.boundingBox())!.height).toBe(420);
  const ended = page.locator('video').evaluate(async (video: HTMLVideoElement) => {
    video.muted = true;
    await video.play();
    await new Promise((resolve) => (video.onended = resolve));
    return video.ended;
  });
  expect(await ended).toBe(true);
});
