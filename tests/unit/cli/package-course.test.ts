import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { unzipSync, strFromU8 } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageCourse, type CourseOptions } from '../../../src/cli/package-course/package-course';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wakeful-course-'));
  writeFileSync(join(folder, 'Lecture 7.MP4'), FILM);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILM = new Uint8Array(100_000).map((_, k) => k % 251);
const TITLE = 'Sleep & <learning> "7"';
const ESCAPED = 'Sleep &amp; &lt;learning&gt; &quot;7&quot;';

const options = (more: Partial<CourseOptions> = {}): CourseOptions => ({
  video: join(folder, 'Lecture 7.MP4'),
  wakeful: 'https://wakeful.example/app',
  out: join(folder, 'lecture.zip'),
  kind: '1.2',
  title: TITLE,
  countsDrowsiness: false,
  ...more,
});

function contents(path: string): Readonly<Record<string, Uint8Array>> {
  return unzipSync(readFileSync(path));
}

const textOf = (file: Uint8Array | undefined): string => strFromU8(file!);

/** All that the pattern's first group finds. */
const found = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, group = '']) => group);

describe('a packaged lecture', () => {
  it.each([
    ['1.2', '1.2', 'adlcp:scormtype'],
    ['2004', '2004 4th Edition', 'adlcp:scormType'],
  ] as const)('is a SCORM %s package whose manifest lists what is in it', async (kind, schema, type) => {
    const files = await packageCourse(options({ kind }));
    const zip = contents(options().out);
    expect(Object.keys(zip).sort()).toEqual([...files].sort());
    expect(zip['lecture.mp4']).toEqual(FILM);
    const manifest = textOf(zip['imsmanifest.xml']);
    expect(found(manifest, /<schemaversion>(.*)<\/schemaversion>/g)).toEqual([schema]);
    expect(found(manifest, /<title>(.*)<\/title>/g)).toEqual([ESCAPED, ESCAPED]);
    expect(manifest).toContain(` type="webcontent" ${type}="sco" href="index.html">`);
    const listed = found(manifest, /<file href="(.*)"\/>/g);
    expect([...listed, 'imsmanifest.xml'].sort()).toEqual([...files].sort());
  });

  it('is a page with the video and the monitor, by the script of the Wakeful that was named', async () => {
    await packageCourse(options({ kind: 'html' }));
    const zip = contents(options().out);
    expect(Object.keys(zip).sort()).toEqual(['index.html', 'lecture.css', 'lecture.mp4']);
    const page = textOf(zip['index.html']);
    expect(found(page, /<title>(.*)<\/title>/g)).toEqual([ESCAPED]);
    expect(found(page, /<video src="([^"]*)"/g)).toEqual(['lecture.mp4']);
    expect(found(page, /<script[^>]* src="([^"]*)"/g)).toEqual([
      'https://wakeful.example/app/wakeful-auto.js',
    ]);
    expect(page).toContain('<div class="wakeful">');
  });

  it('has no control characters in its title', async () => {
    await packageCourse(options({ title: 'Lecture\u0000 \u001b7' }));
    const zip = contents(options().out);
    for (const name of ['imsmanifest.xml', 'index.html'])
      expect(found(textOf(zip[name]), /<title>(.*)<\/title>/g)[0]).toBe('Lecture   7');
  });

  it('asks for the score only where the instructor does', async () => {
    await packageCourse(options());
    await packageCourse(options({ out: join(folder, 'counts.zip'), countsDrowsiness: true }));
    const boxes = (path: string) =>
      found(textOf(contents(join(folder, path))['index.html']), /(<input[^>]*>)/g);
    expect(boxes('lecture.zip')).toEqual([]);
    expect(boxes('counts.zip')).toEqual(['<input type="checkbox" id="count-drowsiness" />']);
  });
});

describe('a package that cannot be made', () => {
  it.each([
    ['video-missing', { video: '/nowhere/lecture.mp4' }],
    ['video-missing', { video: tmpdir() }],
    ['video-format', { video: import.meta.filename }],
    ['wakeful-url', { wakeful: 'wakeful.example' }],
    ['wakeful-url', { wakeful: 'http://wakeful.example' }],
    ['wakeful-url', { wakeful: 'javascript:alert(1)' }],
    ['wakeful-url', { wakeful: 'https://me:secret@wakeful.example/' }],
    ['wakeful-url', { wakeful: 'https://wakeful.example/?x' }],
    ['wakeful-url', { wakeful: 'https://:secret@wakeful.example/' }],
    ['wakeful-url', { wakeful: 'https://wakeful.example/wakeful-auto.js' }],
    ['wakeful-url', { wakeful: 'https://wakeful.example/index.HTML' }],
    ['title-empty', { title: ' \u0007' }],
    ['out-exists', { out: tmpdir() }],
  ] as const)('says why, and leaves nothing behind: %s %o', async (code, more) => {
    await expect(packageCourse(options(more))).rejects.toMatchObject({ name: 'WakefulError', code });
    expect(readdirSync(folder)).toEqual(['Lecture 7.MP4']);
  });

  it('says that the video is empty', async () => {
    writeFileSync(join(folder, 'Lecture 7.MP4'), '');
    await expect(packageCourse(options())).rejects.toMatchObject({ code: 'video-format' });
  });

  it('may be one of a Wakeful on this machine', async () => {
    await packageCourse(options({ wakeful: 'http://localhost:4173', kind: 'html' }));
    expect(existsSync(options().out)).toBe(true);
  });

  it('says that the disk is full, and leaves nothing behind', async () => {
    let written = 0;
    const open = () =>
      new Writable({
        write(chunk: Uint8Array, _encoding, done) {
          written += chunk.length;
          const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          done(written > 50_000 ? full : null);
        },
      });
    await expect(packageCourse(options({ kind: 'html' }), open)).rejects.toMatchObject({ code: 'disk-full' });
    expect(readdirSync(folder)).toEqual(['Lecture 7.MP4']);
  });

  it('does not write over a file', async () => {
    writeFileSync(options().out, 'mine');
    await expect(packageCourse(options())).rejects.toMatchObject({ code: 'out-exists' });
    expect(readFileSync(options().out, 'utf8')).toBe('mine');
  });
});
