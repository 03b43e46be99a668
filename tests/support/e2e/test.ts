import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { ORIGIN_VARIABLE } from '../e2e-setup';
import { enrolledUserData } from './app';
import { guard, type Guard } from './guards';
import { launch, type LaunchOptions } from './launch';
import { record } from './recorder';

/** A browser with the app in it. */
export interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly guard: Guard;
  readonly origin: string;
}

export interface OpenOptions extends LaunchOptions {
  /** In a browser where the learner of the films is enrolled already. */
  readonly enrolled?: boolean;
  /** Path and query of the app's address. */
  readonly at?: string;
  /** Whether the film's marker is recorded; else `closed` of the recording stays empty. */
  readonly readsMarker?: boolean;
  /** Runs before the app's own scripts. */
  readonly before?: (page: Page, guard: Guard) => Promise<unknown>;
}

interface Fixtures {
  /**
   * Opens the app in a browser of its own; closed after the test, which fails if a guard
   * complained.
   */
  readonly open: (options: OpenOptions) => Promise<Opened>;
}

export function appOrigin(): string {
  const origin = process.env[ORIGIN_VARIABLE];
  if (origin === undefined) throw new Error('The app is not served: the global set-up did not run.');
  return origin;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants to see which fixtures are used
  open: async ({}, use) => {
    const opened: { close: () => Promise<void>; guard: Guard }[] = [];
    await use(async ({ at = '/', before, enrolled = false, readsMarker = true, ...options }) => {
      const origin = appOrigin();
      const userData = enrolled ? { userData: await enrolledUserData(origin) } : {};
      const { context, close } = await launch({ ...options, ...userData });
      const watched = guard(context, origin);
      opened.push({ close, guard: watched });
      const page = context.pages()[0] ?? (await context.newPage());
      await record(page, readsMarker);
      await before?.(page, watched);
      await page.goto(origin + at);
      return { context, page, guard: watched, origin };
    });
    for (const { close } of opened) await close();
    expect(opened.flatMap(({ guard: { complaints } }) => complaints)).toEqual([]);
  },
});

export { expect };
