import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { frameAncestorsFrom, SDK_HEADERS, securityHeaders } from '../../../build/security-headers';
import type { MonitorEvents } from '../../../src/embed/api';
import { toXapi } from '../../../src/embed/host';
import { DOC_COURSE, docHeaders, docSnippet, docSnippets } from '../../support/doc-snippets';

const SITES = 'tests/support/e2e/course.ts';
const HERE = 'tests/unit/embed/docs.test.ts';

/** Where each piece of code on the page is run. */
const RUN_BY: Readonly<Record<string, string>> = {
  'auto.html': 'tests/e2e/embed-auto.spec.ts',
  'two-lines.html': SITES,
  'events.js': SITES,
  'demo/course.js': HERE,
  'pinned.html': SITES,
  'build.sh': HERE,
  'headers.http': 'tests/e2e/embed.spec.ts',
  'script-headers.http': 'tests/e2e/embed.spec.ts',
  'course-headers.http': SITES,
  'everywhere.js': SITES,
  'teacher.html': SITES,
  'alone.html': SITES,
  'platforms.json': 'tests/integration/lti.test.ts',
  'xapi.js': HERE,
};

describe('the code in docs/embedding.md', () => {
  it('is all of it run by a test', () => {
    const blocks = readFileSync('docs/embedding.md', 'utf8').match(/^```\w+$/gm) ?? [];
    expect(docSnippets().size).toBe(blocks.length);
    expect([...docSnippets().keys()].sort()).toEqual(Object.keys(RUN_BY).sort());
    for (const [name, file] of Object.entries(RUN_BY))
      expect(readFileSync(file, 'utf8'), `${file} runs ${name}`).toContain(`('${name}')`);
  });

  it('is the demo’s, where it says so: the browser test runs the demo', () => {
    expect(readFileSync('demo/course.js', 'utf8')).toContain(docSnippet('demo/course.js'));
  });

  it('makes the build that its headers are those of', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wakeful-npm-'));
    try {
      // In place of npm: says what it was asked for, and with which list.
      const npm = join(folder, 'npm');
      writeFileSync(npm, '#!/bin/sh\necho "$*|$WAKEFUL_FRAME_ANCESTORS"\n');
      chmodSync(npm, 0o755);
      const PATH = [folder, process.env['PATH']].join(delimiter);
      const said = execFileSync('sh', ['-c', docSnippet('build.sh')], { env: { PATH }, encoding: 'utf8' });
      const [command, list] = said.trim().split('|');
      expect(command).toBe('run build');
      const sources = frameAncestorsFrom(list);
      expect(sources).toEqual(["'self'", DOC_COURSE]);
      expect(docHeaders('headers.http')).toEqual(securityHeaders(sources));
      expect(docHeaders('script-headers.http')).toEqual(SDK_HEADERS);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('sends a statement for each change of the state', () => {
    const listeners: ((event: MonitorEvents['state']) => void)[] = [];
    const monitor = { on: (_: 'state', listener: (typeof listeners)[number]) => listeners.push(listener) };
    const send = vi.fn<(statement: ReturnType<typeof toXapi>) => void>();
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code is the one on the page
    const run = new Function('monitor', 'toXapi', 'send', docSnippet('xapi.js')) as (
      ...given: unknown[]
    ) => void;
    run(monitor, toXapi, send);
    for (const [second, state] of (['awake', 'awake', 'asleep', 'asleep', 'awake'] as const).entries())
      for (const listener of listeners) listener({ type: 'state', t: second * 1000, state });
    expect(send.mock.calls.map(([{ result, timestamp }]) => [timestamp, result.extensions])).toEqual([
      ['1970-01-01T00:00:00.000Z', { 'https://course.example/xapi/state': 'awake' }],
      ['1970-01-01T00:00:02.000Z', { 'https://course.example/xapi/state': 'asleep' }],
      ['1970-01-01T00:00:04.000Z', { 'https://course.example/xapi/state': 'awake' }],
    ]);
  });
});
