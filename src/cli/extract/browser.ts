import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview, type InlineConfig } from 'vite';
import { findOrInstallChromium, thisMachine } from '../../../build/find-chromium';
import { wakefulModels } from '../../../build/models-plugin';
import { WakefulError } from '../../common/errors';
import type { LookedAt, MediaAnswer, PortraitLook, VideoRequest } from './protocol';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGE = resolve(import.meta.dirname, 'page/index.html');

/** A browser without a screen, as root too; nothing of it talks to the outside. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // MediaPipe reads pictures through WebGL; without a graphics card that is SwiftShader.
  '--enable-unsafe-swiftshader',
];

export interface VideoListener {
  readonly take: (looks: readonly LookedAt[]) => Promise<void>;
  /** Fraction of the video done, 0..1. */
  readonly progress: (fraction: number) => void;
}

/** A headless Chromium with the app's vision in it. */
export interface BrowserAnalyzer {
  /** What each still shows, in order; null: no picture. */
  stills(paths: readonly string[], cropSize: number): Promise<readonly (LookedAt | null)[]>;
  /** One portrait in several looks; null: no picture, or no face. */
  portrait(
    path: string,
    looks: readonly PortraitLook[],
    cropSize: number,
  ): Promise<readonly LookedAt[] | null>;
  video(path: string, request: VideoRequest, listener: VideoListener): Promise<MediaAnswer>;
  close(): Promise<void>;
}

/** Builds the page as the app is built, into a folder of this process, and serves it. */
async function servePage(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'extract-page-'));
  const config: InlineConfig = {
    configFile: false,
    root: ROOT,
    publicDir: false,
    base: './',
    logLevel: 'warn',
    plugins: [wakefulModels()],
    worker: { format: 'es', plugins: () => [wakefulModels()] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2500,
      rolldownOptions: { input: PAGE, checks: { bundlerTimings: false } },
    },
    preview: { port: 0, open: false },
  };
  await build(config);
  const server = await preview(config);
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The preview server has no local address.');
  return {
    url: new URL(relative(ROOT, PAGE).replaceAll('\\', '/'), address).href,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the browser and loads the face landmarker, which this process serves: no other network
 * use.
 * @throws Error saying how to get a Chromium; WakefulError `extract-browser` when the page fails
 */
export async function openBrowserAnalyzer(): Promise<BrowserAnalyzer> {
  const executablePath = findOrInstallChromium(thisMachine);
  const served = await servePage();
  const browser = await chromium.launch({ executablePath, args: FLAGS }).catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await served.close();
  };
  let listener: VideoListener | null = null;
  try {
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await page.exposeFunction('takeLooks', (looks: readonly LookedAt[]) => listener?.take(looks));
    await page.exposeFunction('tellProgress', (fraction: number) => listener?.progress(fraction));
    await page.goto(served.url);
    await page
      .evaluate(() => window.extractPage.load())
      .catch((cause: unknown) => {
        throw new WakefulError(
          'extract-browser',
          `The face landmarker did not start in ${executablePath}: ${[String(cause), ...failures].join('; ')}`,
          'Try another Chromium (set WAKEFUL_CHROMIUM), or `npm ci` to restore the pinned packages.',
          { cause },
        );
      });
    const give = (paths: readonly string[]): Promise<void> => page.setInputFiles('#files', [...paths]);
    return {
      async stills(paths, cropSize) {
        await give(paths);
        return page.evaluate((size) => window.extractPage.stills(size), cropSize);
      },
      async portrait(path, looks, cropSize) {
        await give([path]);
        return page.evaluate(([wanted, size]) => window.extractPage.portrait(wanted, size), [
          looks,
          cropSize,
        ] as const);
      },
      async video(path, request, listening) {
        listener = listening;
        await give([path]);
        return page.evaluate((wanted) => window.extractPage.video(wanted), request);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
