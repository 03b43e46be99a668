import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { shellOf } from '../../../build/offline-plugin';
import { sha256 } from '../../../build/sha256';

let dist: string;

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'wakeful-shell-'));
});

afterEach(() => {
  rmSync(dist, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  }
}

const shell = (headers: Readonly<Record<string, string>> = {}) =>
  shellOf(dist, { assetsFolder: 'assets', models: new Set([sha256(Buffer.from('weights'))]), headers });

it('lists what the page needs, and neither models nor other pages nor what is for hosts', () => {
  write({
    'index.html': 'page',
    'embed.html': 'frame',
    'start.js': 'start',
    'wakeful-embed.js': 'host script',
    'demo/index.html': 'demo',
    _headers: '/*',
    'icon.svg': 'icon',
    'manifest.webmanifest': '{}',
    'third-party-licenses.txt': 'MIT',
    'assets/index-1a2b3c.js': 'script',
    'assets/index-1a2b3c.js.map': 'map',
    'assets/faceres-4d5e6f.bin': 'weights',
  });
  expect(shell().map(({ url }) => url)).toEqual([
    'assets/index-1a2b3c.js',
    'icon.svg',
    'index.html',
    'manifest.webmanifest',
    'start.js',
    'third-party-licenses.txt',
  ]);
});

it('revises what keeps its name, by content and by the headers that are kept with it', () => {
  write({ 'index.html': 'page', 'assets/index-1a2b3c.js': 'script' });
  const [asset, page] = shell();
  expect(asset!.revision).toBeNull();
  expect(asset!.integrity).toBe(
    `sha256-${Buffer.from(sha256(Buffer.from('script')), 'hex').toString('base64')}`,
  );
  expect(shell()[1]!.revision).toBe(page!.revision);
  expect(shell({ 'Content-Security-Policy': "frame-ancestors 'none'" })[1]!.revision).not.toBe(
    page!.revision,
  );
  write({ 'index.html': 'another page' });
  expect(shell()[1]!.revision).not.toBe(page!.revision);
});
