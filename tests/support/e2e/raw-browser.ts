import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { chromiumHere, HOW_TO_GET_CHROMIUM, thisMachine } from '../../../build/find-chromium';
import { QUIET } from './launch';

/**
 * Chromium by its own protocol, over a pipe. Playwright tells every page that it is visible and
 * switches the throttling of background tabs off; here a tab behind another one is as hidden as on
 * a learner's desk.
 */
export interface RawBrowser {
  /** Sends a command; to a tab when given its session. Rejects with the browser's message. */
  send(method: string, params?: object, sessionId?: string): Promise<Record<string, unknown>>;
  /** Opens a tab in front of all others. */
  openTab(url: string, beforeScripts?: string): Promise<RawTab>;
  close(): Promise<void>;
}

export interface RawTab {
  readonly targetId: string;
  /**
   * Value of an expression in the page, as a user's own action (sound and the like are allowed).
   */
  evaluate(expression: string): Promise<unknown>;
  /** What the page logged as errors and warnings. */
  readonly complaints: readonly string[];
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export function launchRaw(options: { readonly film: string; readonly userData: string }): RawBrowser {
  const executable = chromiumHere(thisMachine);
  if (executable === null) throw new Error(HOW_TO_GET_CHROMIUM);
  const child = spawn(
    executable,
    [
      ...QUIET,
      '--headless',
      '--no-sandbox',
      '--remote-debugging-pipe',
      `--user-data-dir=${options.userData}`,
      '--window-size=1280,800',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${options.film}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const [, , , commands, answers] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<
    number,
    { resolve: (value: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  const listeners = new Set<(message: Message) => void>();
  let id = 0;
  let rest = '';
  answers.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop()!;
    for (const text of messages) {
      const message = JSON.parse(text) as Message;
      if (message.id === undefined) listeners.forEach((listener) => listener(message));
      else if (message.error) waiting.get(message.id)?.reject(new Error(message.error.message));
      else waiting.get(message.id)?.resolve(message.result ?? {});
    }
  });

  const send: RawBrowser['send'] = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });

  async function openTab(url: string, beforeScripts?: string): Promise<RawTab> {
    const targetId = String((await send('Target.createTarget', { url: 'about:blank' }))['targetId']);
    const sessionId = String((await send('Target.attachToTarget', { targetId, flatten: true }))['sessionId']);
    const complaints: string[] = [];
    listeners.add((message) => {
      if (message.sessionId !== sessionId) return;
      const level = message.method === 'Runtime.consoleAPICalled' ? message.params?.['type'] : null;
      if (message.method === 'Runtime.exceptionThrown' || level === 'error' || level === 'warning')
        complaints.push(JSON.stringify(message.params));
    });
    await send('Runtime.enable', {}, sessionId);
    await send('Page.enable', {}, sessionId);
    if (beforeScripts !== undefined)
      await send('Page.addScriptToEvaluateOnNewDocument', { source: beforeScripts }, sessionId);
    await send('Page.navigate', { url }, sessionId);
    await send('Target.activateTarget', { targetId });
    return {
      targetId,
      complaints,
      evaluate: async (expression) => {
        const { result, exceptionDetails } = await send(
          'Runtime.evaluate',
          { expression, awaitPromise: true, returnByValue: true, userGesture: true },
          sessionId,
        );
        if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
        return (result as { value?: unknown }).value;
      },
    };
  }

  return {
    send,
    openTab,
    close: async () => {
      await send('Browser.close').catch(() => child.kill());
      await exited;
    },
  };
}
