import type { FrameLocator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { HOLD } from '../../../src/embed/frame/consent';
import { DOC_COURSE, DOC_WAKEFUL, docHeaders, docSnippet } from '../doc-snippets';
import { infoFileOf, type ScriptInfo } from '../../../build/embed-sdk';
import { openSite, putDemo, serveFor, type Site } from './course-site';

/** The sites of one test run, each on an origin of its own. */
export interface Sites {
  /** Where the monitor is served, to the course and the rival. */
  readonly wakeful: { readonly origin: string };
  /** The course page. */
  readonly course: Site;
  /** On the deployer's list too, but not the page that it says it is. */
  readonly rival: Site;
  /** On no list. */
  readonly stranger: Site;
  /** A course page that sends headers of its own, as docs/embedding.md writes them. */
  readonly strict: Site;
  /** Headers of docs/embedding.md, with these sites in place of its examples. */
  readonly headers: (name: string) => Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export async function openSites(): Promise<Sites> {
  const [course, rival, stranger, strict] = await Promise.all([
    openSite(),
    openSite(),
    openSite(),
    openSite(),
  ]);
  const listed = [course, rival, strict].map(({ origin }) => origin).join(' ');
  const [, sources = ''] = /WAKEFUL_FRAME_ANCESTORS="(.*)"/.exec(docSnippet('build.sh')) ?? [];
  const wakeful = await serveFor(sources.replace(DOC_COURSE, listed));
  const headers = (name: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(docHeaders(name)).map(([header, value]) => [
        header,
        value.replaceAll(DOC_WAKEFUL, wakeful.origin).replaceAll(DOC_COURSE, listed),
      ]),
    );
  putDemo(course, wakeful.origin);
  putDemo(strict, wakeful.origin);
  strict.headers = headers('course-headers.http');
  for (const site of [course, rival, stranger]) site.files.set('/empty.html', page(''));
  const here = (name: string): string =>
    docSnippet(name).replaceAll(DOC_WAKEFUL, wakeful.origin).replaceAll(DOC_COURSE, course.origin);
  course.files.set('/two-lines.html', page(here('two-lines.html')));
  course.files.set(
    '/events.html',
    page(`<div id="wakeful"></div><script type="module">${here('events.js')}</script>`),
  );
  course.files.set(
    '/everywhere.html',
    page(
      here('everywhere.html') +
        `<div id="page-mod-forum-discuss"><main id="region-main">${here('teacher.html')}</main></div>` +
        `<div id="page-mod-page-view"><aside>${here('teacher.html')}</aside>` +
        `<main id="region-main">${here('teacher.html')}</main></div>`,
    ),
  );
  course.files.set(
    '/canvas.html',
    page(
      `<script>${here('canvas.js')}</script>${here('teacher.html')}` +
        `<div class="show-content">${here('teacher.html')}</div>`,
    ),
  );
  const { integrity } = JSON.parse(
    readFileSync(`dist/${infoFileOf('wakeful-embed.js')}`, 'utf8'),
  ) as ScriptInfo;
  for (const [path, hash] of [
    ['/pinned.html', integrity],
    ['/pinned-to-another.html', `sha384-${'A'.repeat(64)}`],
  ] as const)
    course.files.set(path, page(here('pinned.html').replace('sha384-…', hash) + here('two-lines.html')));
  course.files.set('/alone.html', page(here('alone.html')));
  return {
    wakeful,
    course,
    rival,
    stranger,
    strict,
    headers,
    close: async () => {
      await Promise.all([course, rival, stranger, strict, wakeful].map((site) => site.close()));
    },
  };
}

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><title>A page</title></head><body>${body}</body></html>`;

/** What a page was told by the frame, message by message, before the script looked at it. */
export async function overhear(page: Page): Promise<() => Promise<readonly Record<string, unknown>[]>> {
  await page.addInitScript(() => {
    if (window !== top) return;
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    const Channel = MessageChannel;
    window.MessageChannel = class extends Channel {
      constructor() {
        super();
        this.port1.addEventListener('message', ({ data }) => heard.push(data));
      }
    };
    addEventListener('message', ({ data }) => heard.push({ type: 'to the window', data: data as unknown }));
  });
  return () => page.evaluate(() => Reflect.get(window, 'heard') as Record<string, unknown>[]);
}

export const frameOf = (page: Page): FrameLocator => page.locator('iframe').first().contentFrame();

/**
 * Goes on without anything being kept, where this browser blocks the storage of frames: some do by
 * default.
 */
export async function passStorageRefusal(frame: FrameLocator): Promise<void> {
  const once = frame.getByRole('button', { name: 'Use for this visit' });
  await frame.getByTestId('sharing').or(once).first().waitFor();
  if (await once.isVisible()) await once.click();
}

/** ms for which the button that shares is pressed: long enough also on a slow machine. */
export const LONG_PRESS = HOLD + 500;

/** Reads on to the end of what is asked, where the frame is too low for all of it. */
export async function readOn(frame: FrameLocator): Promise<void> {
  const button = frame.getByTestId('agree');
  await button.waitFor();
  while ((await button.getAttribute('data-read')) === 'false') await button.click();
}

/** The learner agrees to share. */
export async function agree(frame: FrameLocator): Promise<void> {
  await readOn(frame);
  await frame.getByTestId('agree').click({ delay: LONG_PRESS });
  await passStorageRefusal(frame);
}

/** What an attacker says to the first frame of its page, and what it hears. */
export interface Attack {
  readonly name: string;
  readonly data: unknown;
  /** Ports handed over. */
  readonly ports: number;
}

/**
 * Posts each to the page's first frame, with ports of its own. @returns what came back over any of
 * them
 */
export function attack(page: Page, attacks: readonly Attack[]): Promise<void> {
  return page.evaluate((all) => {
    const answers = ((window as { answers?: unknown[] }).answers ??= []);
    const { contentWindow } = document.querySelector('iframe')!;
    for (const { name, data, ports } of all) {
      const channels = Array.from({ length: ports }, () => new MessageChannel());
      for (const { port1 } of channels)
        port1.onmessage = (event) => answers.push({ name, data: event.data as unknown });
      contentWindow!.postMessage(
        data,
        '*',
        channels.map(({ port2 }) => port2),
      );
      for (const { port1 } of channels)
        for (const type of ['start', 'pause', 'stop']) port1.postMessage({ type });
    }
  }, attacks);
}

export const answersTo = (page: Page): Promise<readonly { name: string; data: unknown }[]> =>
  page.evaluate(() => (window as { answers?: { name: string; data: unknown }[] }).answers ?? []);

/** Puts a bare frame into a page and waits until it has loaded, whatever it then shows. */
export async function putFrame(page: Page, src: string, allow = 'camera'): Promise<void> {
  await page.evaluate(
    ([address, features]) =>
      new Promise<void>((resolve) => {
        const frame = document.createElement('iframe');
        frame.allow = features;
        frame.title = 'Wakeful';
        frame.style.cssText = 'border: 0; width: 100vw; height: 100vh; display: block';
        frame.onload = () => resolve();
        frame.src = address;
        document.body.style.margin = '0';
        document.body.replaceChildren(frame);
      }),
    [src, allow] as const,
  );
}
