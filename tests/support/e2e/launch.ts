import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { chromiumHere, HOW_TO_GET_CHROMIUM, thisMachine } from '../../../build/find-chromium';
import { footageFile } from '../footage/mjpeg';
import type { Script } from '../footage/script';

export interface LaunchOptions extends BrowserContextOptions {
  /** What the fake webcam plays; a path of an .mjpeg file, or a script that is drawn first. */
  readonly film: Script | string;
  /** A folder with what an earlier browser kept; a fresh one otherwise. */
  readonly userData?: string;
  /** More command-line switches. */
  readonly switches?: readonly string[];
}

/** No other traffic than the page's own. */
export const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium of its own for each film: the fake webcam's file is a switch of the whole browser. */
export async function launch({
  film,
  userData,
  switches = [],
  ...context
}: LaunchOptions): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const executablePath = chromiumHere(thisMachine);
  if (executablePath === null) throw new Error(HOW_TO_GET_CHROMIUM);
  const file = typeof film === 'string' ? film : await footageFile(film);
  const folder = userData ?? mkdtempSync(join(tmpdir(), 'wakeful-browser-'));
  const browser = await chromium.launchPersistentContext(folder, {
    ...context,
    executablePath,
    args: [
      ...QUIET,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
      ...switches,
    ],
  });
  return {
    context: browser,
    close: async () => {
      await browser.close();
      if (userData === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
