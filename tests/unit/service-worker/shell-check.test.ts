import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ShellReport } from '../../../src/common/shell-cache';
import { checkShell, type ShellFile } from '../../../src/service-worker/shell-check';

const NAMES = ['index.html', 'start.js', 'assets/index-1.js', 'assets/vision-2.wasm'];
const contentOf = (name: string): string => `the content of ${name}`;
const files = NAMES.map((name): ShellFile => ({
  url: name,
  key: `https://app.test/${name}?__WB_REVISION__=1`,
  integrity: `sha256-${createHash('sha256').update(contentOf(name)).digest('base64')}`,
}));
const keyOf = (name: string): string => files.find(({ url }) => url === name)!.key;

/** The program as a browser keeps it, and a server that still has it. */
function device() {
  const kept = new Map(files.map(({ key, url }) => [key, contentOf(url)]));
  const served = new Map(NAMES.map((name) => [name, contentOf(name)]));
  const asked: string[] = [];
  const state = { online: true, full: false };
  const cache: Pick<Cache, 'match' | 'put' | 'delete'> = {
    match: (key) => {
      const text = typeof key === 'string' ? kept.get(key) : undefined;
      return Promise.resolve(text === undefined ? undefined : new Response(text));
    },
    async put(key, response) {
      if (state.full) throw new DOMException('full', 'QuotaExceededError');
      if (typeof key === 'string') kept.set(key, await response.text());
    },
    delete: (key) => Promise.resolve(typeof key === 'string' && kept.delete(key)),
  };
  const fetchFile = (name: string): Promise<Response> => {
    asked.push(name);
    if (!state.online) return Promise.reject(new TypeError('no network'));
    const text = served.get(name);
    return Promise.resolve(new Response(text ?? 'gone', { status: text === undefined ? 404 : 200 }));
  };
  return {
    kept,
    served,
    asked,
    state,
    check: async () => {
      const told: ShellReport[] = [];
      await checkShell(files, cache, fetchFile, (report) => told.push(report));
      return told;
    },
  };
}

const missingAtEnd = (told: readonly ShellReport[]) => told.find(({ isDone }) => isDone)?.missing;

describe('the check of the kept program', () => {
  it('asks for nothing where all is there', async () => {
    const { check, asked } = device();
    expect(await check()).toEqual([{ files: 4, missing: 0, isDone: true }]);
    expect(asked).toEqual([]);
  });

  it('fetches what the browser removed, and tells of each', async () => {
    const { check, kept } = device();
    for (const name of NAMES.slice(1)) kept.delete(keyOf(name));
    expect((await check()).map(({ missing }) => missing)).toEqual([3, 2, 1, 0, 0]);
    for (const name of NAMES) expect(kept.get(keyOf(name))).toBe(contentOf(name));
  });

  it('fetches a damaged file again, and serves none meanwhile', async () => {
    const { check, kept, asked, state } = device();
    kept.set(keyOf('start.js'), 'the conte');
    state.online = false;
    expect(missingAtEnd(await check())).toBe(1);
    expect(kept.has(keyOf('start.js'))).toBe(false);
    state.online = true;
    expect(missingAtEnd(await check())).toBe(0);
    expect(asked).toEqual(['start.js', 'start.js']);
  });

  it('keeps nothing of another version, and fetches the others all the same', async () => {
    const { check, kept, served } = device();
    kept.clear();
    served.set('index.html', 'a newer page');
    served.delete('start.js');
    expect(missingAtEnd(await check())).toBe(2);
    expect([...kept.keys()]).toEqual([keyOf('assets/index-1.js'), keyOf('assets/vision-2.wasm')]);
  });

  it('gives up at the first file that finds no network or no room, and says so', async () => {
    for (const trouble of [{ online: false }, { full: true }]) {
      const { check, kept, asked, state } = device();
      kept.clear();
      Object.assign(state, trouble);
      expect(missingAtEnd(await check())).toBe(4);
      expect(asked).toEqual(['index.html']);
    }
  });
});
