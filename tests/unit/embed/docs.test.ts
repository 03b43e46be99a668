import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  cacheControl,
  frameAncestorsFrom,
  SDK_HEADERS,
  securityHeaders,
} from '../../../build/security-headers';
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
  'everywhere.html': SITES,
  'canvas.js': SITES,
  'time.js': HERE,
  'lti.sh': HERE,
  'nginx.conf': HERE,
  'teacher.html': SITES,
  'alone.html': SITES,
  'platforms.json': 'tests/integration/lti.test.ts',
  'xapi.js': HERE,
};

/** Runs a snippet with these names. */
function run(snippet: string, given: Readonly<Record<string, unknown>>): void {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code is the one on the page
  const code = new Function(...Object.keys(given), docSnippet(snippet)) as (...values: unknown[]) => void;
  code(...Object.values(given));
}

/** The headers that nginx sends for a path: all are set on one level, as they have to be. */
function nginxHeaders(conf: string, path: string): Readonly<Record<string, string>> {
  const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1');
  const variables = new Map(
    [...conf.matchAll(/map \$uri (\$\w+) \{([^}]*)\}/g)].map(([, name = '', body = '']) => {
      const lines = body
        .trim()
        .split(/;\s*/)
        .filter((line) => line !== '');
      const rules = lines.map((line) => /^(\S+) (.*)$/.exec(line)!.slice(1) as [string, string]);
      const rule = rules.find(([key]) => key.startsWith('~') && new RegExp(key.slice(1)).test(path));
      return [name, unquoted((rule ?? rules.find(([key]) => key === 'default'))![1])];
    }),
  );
  const server = conf.slice(conf.indexOf('server {'));
  expect(server).not.toMatch(/^\s*location /m);
  const set = [...server.matchAll(/add_header (\S+) ("[^"]*"|\S+?)(?: always)?;/g)].map(
    ([, name = '', value = '']) => [name, variables.get(value) ?? unquoted(value)] as const,
  );
  // An empty header is not sent.
  return Object.fromEntries(set.filter(([, value]) => value !== ''));
}

describe('the code in docs/embedding.md', () => {
  it('is all of it run by a test', () => {
    const blocks = readFileSync('docs/embedding.md', 'utf8').match(/^```\w+$/gm) ?? [];
    expect(docSnippets().size).toBe(blocks.length);
    expect([...docSnippets().keys()].sort()).toEqual(Object.keys(RUN_BY).sort());
    for (const [name, file] of Object.entries(RUN_BY))
      expect(readFileSync(file, 'utf8'), `${file} runs ${name}`).toContain(`('${name}'`);
  });

  it('is the demo’s, where it says so: the browser test runs the demo', () => {
    expect(readFileSync('demo/course.js', 'utf8')).toContain(docSnippet('demo/course.js'));
  });

  /** What a shell script asks of npm, and with which list of course pages. */
  function npmCalls(script: string): readonly string[] {
    const folder = mkdtempSync(join(tmpdir(), 'wakeful-npm-'));
    try {
      const npm = join(folder, 'npm');
      writeFileSync(npm, '#!/bin/sh\necho "$*|$WAKEFUL_FRAME_ANCESTORS"\n');
      chmodSync(npm, 0o755);
      const PATH = [folder, process.env['PATH']].join(delimiter);
      return execFileSync('sh', ['-c', script], { env: { PATH }, encoding: 'utf8' }).trim().split('\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('is beside what the frame says, word by word', () => {
    const { refusals } = JSON.parse(readFileSync('src/app/messages/en.json', 'utf8')) as {
      readonly refusals: Readonly<Record<string, { readonly title: string }>>;
    };
    const [, section = ''] = readFileSync('docs/embedding.md', 'utf8').split('## When the frame refuses');
    const listed = [...section.split('\n## ')[0]!.matchAll(/^\| ([A-Z].*?) +\|/gm)].map(([, said]) => said);
    expect(listed.sort()).toEqual(
      Object.values(refusals)
        .map(({ title }) => title)
        .sort(),
    );
  });

  it('makes the build that its headers are those of', () => {
    const [said = ''] = npmCalls(docSnippet('build.sh'));
    const [command, list] = said.split('|');
    expect(command).toBe('run build');
    const sources = frameAncestorsFrom(list);
    expect(sources).toEqual(["'self'", DOC_COURSE]);
    expect(docHeaders('headers.http')).toEqual(securityHeaders(sources));
    expect(docHeaders('script-headers.http')).toEqual(SDK_HEADERS);
  });

  it('starts the server for LTI by options that it has', () => {
    expect(npmCalls(docSnippet('lti.sh'))).toEqual([
      'run build|',
      'run lti -- --platforms platforms.json --url https://wakeful.example|',
    ]);
  });

  it.each([
    ['/', {}],
    ['/embed.html', {}],
    ['/assets/main-1234.js', {}],
    ['/wakeful-embed.js', SDK_HEADERS],
    ['/wakeful-auto.js', SDK_HEADERS],
  ])('sends from nginx what the build says: %s', (path, more) => {
    const wanted = {
      ...securityHeaders(["'self'", DOC_COURSE]),
      'Cache-Control': cacheControl(path.slice(1)),
    };
    expect(nginxHeaders(docSnippet('nginx.conf'), path)).toEqual({ ...wanted, ...more });
  });

  it('tells the frame where a video stands', () => {
    const video = new EventTarget();
    Object.assign(video, { currentTime: 312.4 });
    const time = vi.fn();
    run('time.js', { document: { querySelector: () => video }, monitor: { time } });
    video.dispatchEvent(new Event('timeupdate'));
    expect(time).toHaveBeenCalledExactlyOnceWith(312.4);
  });

  it('sends a statement for each change of the state', () => {
    const listeners: ((event: MonitorEvents['state']) => void)[] = [];
    const monitor = { on: (_: 'state', listener: (typeof listeners)[number]) => listeners.push(listener) };
    const send = vi.fn<(statement: ReturnType<typeof toXapi>) => void>();
    run('xapi.js', { monitor, toXapi, send });
    for (const [second, state] of (['awake', 'awake', 'asleep', 'asleep', 'awake'] as const).entries())
      for (const listener of listeners) listener({ type: 'state', t: second * 1000, state });
    expect(send.mock.calls.map(([{ result, timestamp }]) => [timestamp, result.extensions])).toEqual([
      ['1970-01-01T00:00:00.000Z', { 'https://course.example/xapi/state': 'awake' }],
      ['1970-01-01T00:00:02.000Z', { 'https://course.example/xapi/state': 'asleep' }],
      ['1970-01-01T00:00:04.000Z', { 'https://course.example/xapi/state': 'awake' }],
    ]);
  });
});
