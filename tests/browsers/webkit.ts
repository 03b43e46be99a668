import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { WebKitPrograms } from '../../build/find-other-browsers';
import type { Driven } from './driven';

/** Name of the one key in which WebDriver hands out an element (W3C WebDriver, section 12). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const Session = v.object({
  sessionId: v.string(),
  capabilities: v.looseObject({ browserName: v.string(), browserVersion: v.string() }),
});
const Answer = v.object({ value: v.unknown() });
const Failure = v.object({ error: v.string(), message: v.string() });
const ElementHandle = v.object({ [ELEMENT]: v.string() });

/** What a page's script answers: `value`, or `error` where it threw. */
const Outcome = v.union([v.object({ error: v.string() }), v.object({ value: v.optional(v.unknown()) })]);

/** A script may wait for models to load, ms. */
const SCRIPT_TIMEOUT = 60_000;

/** Programs start within, ms. */
const START_TIMEOUT = 30_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An X server without a screen; it tells the number of its display. */
async function openDisplay(xvfb: string): Promise<{ display: string; server: ChildProcess }> {
  const server = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = server.stdio[3]!;
  const display = await new Promise<string>((resolve, reject) => {
    told.once('data', (chunk: Buffer) => resolve(`:${chunk.toString().trim()}`));
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb did not start.')));
  });
  return { display, server };
}

/**
 * WebKitGTK's MiniBrowser by W3C WebDriver, on a display and a session bus of its own. The locale
 * is C.UTF-8, as in a bare container: WebKitGTK then calls the language "C", which Intl refuses.
 */
export async function openWebKit({ driver, miniBrowser, xvfb, dbus }: WebKitPrograms): Promise<Driven> {
  const home = mkdtempSync(join(tmpdir(), 'wakeful-webkit-'));
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const port = await freePort();
  const { display, server } = await openDisplay(xvfb);
  // A process group of its own: the driver, the bus and the browser end together.
  const child = spawn(dbus, ['--', driver, '--host=127.0.0.1', `--port=${port}`], {
    stdio: 'ignore',
    detached: true,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      DISPLAY: display,
      LC_ALL: 'C.UTF-8',
      // No accessibility bus: nobody reads this screen.
      NO_AT_BRIDGE: '1',
      // Without a graphics chip, Mesa would take a whole core to put the page together.
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    },
  });

  /** Also when the tests themselves are stopped. */
  function kill(): void {
    process.off('exit', kill);
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It has gone by itself.
    }
    server.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  process.once('exit', kill);

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = v.parse(Answer, await response.json());
    if (response.ok) return value;
    const { error, message } = v.parse(Failure, value);
    throw new Error(`${method} ${path}: ${error}: ${message}`);
  }

  async function untilDriverAnswers(): Promise<void> {
    for (const deadline = Date.now() + START_TIMEOUT; ;) {
      try {
        await call('GET', '/status');
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  try {
    await untilDriverAnswers();
    const { sessionId, capabilities } = v.parse(
      Session,
      await call('POST', '/session', {
        capabilities: {
          alwaysMatch: {
            browserName: 'MiniBrowser',
            'webkitgtk:browserOptions': {
              binary: miniBrowser,
              args: ['--automation', '--enable-media-stream=true'],
            },
          },
        },
      }),
    );
    const at = (path: string): string => `/session/${sessionId}${path}`;
    await call('POST', at('/timeouts'), { script: SCRIPT_TIMEOUT });

    const find = async (selector: string): Promise<string> =>
      v.parse(ElementHandle, await call('POST', at('/element'), { using: 'css selector', value: selector }))[
        ELEMENT
      ];

    return {
      version: `${capabilities.browserName} (WebKitGTK) ${capabilities.browserVersion}`,
      complaints: [],
      async goto(url) {
        await call('POST', at('/url'), { url });
      },
      async evaluate(expression) {
        const script = `const done = arguments[0];
          (async () => ({ value: await (${expression}) }))().catch((error) => ({ error: String(error) })).then(done);`;
        const outcome = v.parse(Outcome, await call('POST', at('/execute/async'), { script, args: [] }));
        if ('error' in outcome) throw new Error(outcome.error);
        return outcome.value;
      },
      async click(selector) {
        await call('POST', at(`/element/${await find(selector)}/click`), {});
      },
      screenshot: async () =>
        Buffer.from(v.parse(v.string(), await call('GET', at('/screenshot'))), 'base64'),
      async close() {
        await call('DELETE', at('')).catch(() => undefined);
        kill();
      },
    };
  } catch (error) {
    kill();
    throw error;
  }
}
