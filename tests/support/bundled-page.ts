/**
 * A test's own page, bundled as the app is, in real Chromium under the app's own security headers.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build, preview, type Plugin } from 'vite';
import { findOrInstallChromium, thisMachine } from '../../build/find-chromium';
import { wakefulModels } from '../../build/models-plugin';
import { START_SCRIPT } from '../../build/offline-plugin';
import { securityHeaders } from '../../build/security-headers';
import { QUIET } from './e2e/launch';

export interface BundledPage {
  readonly origin: string;
  /** A folder for files of the test; gone with `close`. */
  readonly scratch: string;
  /** Errors of all pages that were opened, and what the security policy refused. */
  readonly complaints: string[];
  /** Another browser; the caller's. */
  launch(...switches: readonly string[]): Promise<Browser>;
  /**
   * The page in a browser; the first one's by default. `prepare` comes before anything is loaded.
   */
  open(prepare?: (page: Page) => unknown, browser?: Browser): Promise<Page>;
  close(): Promise<void>;
}

/** The app's own start script, which brings the policy of Trusted Types. */
const withStartScript: Plugin = {
  name: 'with-start-script',
  transformIndexHtml: {
    order: 'post',
    handler: () => [{ tag: 'script', attrs: { src: `./${START_SCRIPT}` }, injectTo: 'head-prepend' }],
  },
};

/**
 * Bundles and serves the page in the folder `root`, and starts a browser.
 * @param put writes the files that the server has beside it into a folder
 */
export async function bundledPage(
  root: string,
  put: (publicDir: string) => Promise<void>,
  switches: readonly string[] = [],
): Promise<BundledPage> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'wakeful-page-'));
  const publicDir = path.join(scratch, 'public');
  const outDir = path.join(scratch, 'dist');
  mkdirSync(publicDir);
  copyFileSync(path.join('public', START_SCRIPT), path.join(publicDir, START_SCRIPT));
  await put(publicDir);
  const shared = { configFile: false, root, publicDir, logLevel: 'warn' } as const;
  await build({
    ...shared,
    base: './',
    plugins: [wakefulModels(), withStartScript],
    worker: { format: 'es', plugins: () => [wakefulModels()] },
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 5000 },
  });
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { port: 0, headers: securityHeaders() },
  });
  const origin = server.resolvedUrls!.local[0]!;
  const complaints: string[] = [];
  const launch: BundledPage['launch'] = (...more) =>
    chromium.launch({
      executablePath: findOrInstallChromium(thisMachine),
      args: ['--no-sandbox', ...QUIET, ...switches, ...more],
    });
  const first = await launch();
  return {
    origin,
    scratch,
    complaints,
    launch,
    async open(prepare, browser = first) {
      const page = await browser.newPage();
      await prepare?.(page);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(origin);
      return page;
    },
    async close() {
      await first.close();
      await server.close();
      rmSync(scratch, { recursive: true });
    },
  };
}
