import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test';

/** What a page did that it must never do, as sentences. */
export interface Guard {
  readonly complaints: readonly string[];
  /** Console messages and failed loads that this test brings about on purpose. */
  allow(pattern: RegExp): void;
}

/**
 * Chrome drops a frame that is on its way while its track stops, and complains of that. In a page
 * it is a frame of these tests' own recorder: the program reads frames in workers only, whose
 * scripts are named in what they cause.
 */
const FRAME_OF_THE_RECORDER = 'A VideoFrame was garbage collected';
const isScript = (url: string): boolean => url.endsWith('.js');

/**
 * Watches every page of a browser: requests beyond the app's origin (and the course pages' around
 * it), errors and warnings, uncaught exceptions.
 */
export function guard(context: BrowserContext, ...origins: readonly string[]): Guard {
  const complaints: string[] = [];
  const allowed: RegExp[] = [];
  const complain = (kind: string, text: string): void => {
    if (!allowed.some((pattern) => pattern.test(text))) complaints.push(`${kind}: ${text}`);
  };
  context.on('request', (request) => {
    const url = new URL(request.url());
    const own = origins.includes(url.origin) || ['blob:', 'data:', 'about:'].includes(url.protocol);
    if (!own) complaints.push(`request beyond the origin: ${request.url()}`);
  });
  context.on('console', (message: ConsoleMessage) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (message.text().startsWith(FRAME_OF_THE_RECORDER) && !isScript(message.location().url)) return;
    complain(`console ${message.type()}`, `${message.text()} (${message.location().url})`);
  });
  const watch = (page: Page): void => {
    page.on('pageerror', (error) => complain('uncaught', error.message));
    page.on('crash', () => complaints.push('the page crashed'));
  };
  context.pages().forEach(watch);
  context.on('page', watch);
  return { complaints, allow: (pattern) => void allowed.push(pattern) };
}
