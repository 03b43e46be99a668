import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWritable, readNamedFile, writeFileAtomic } from '../../../src/cli/files';
import { checkpointFile } from '../../../src/cli/predict/checkpoint';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wakeful-files-'));
  mkdirSync(join(folder, 'there'));
  writeFileSync(join(folder, 'file'), 'old');
});
afterEach(() => rmSync(folder, { recursive: true }));

const saying = (code: string, message: string): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as string });

describe('a place for a result', () => {
  it.each([
    ['there', 'there cannot be written: it is a folder'],
    ['file/report.md', 'report.md cannot be written: what should be a folder on its way is a file'],
    ['file/deeper/report.md', 'report.md cannot be written: what should be a folder on its way is a file'],
  ])('%s is refused before the work, and in words when it is done', (place, why) => {
    const path = join(folder, place);
    expect(() => assertWritable(path)).toThrow(saying('file-unwritable', why));
    expect(() => writeFileAtomic(path, 'new')).toThrow(saying('file-unwritable', why));
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['file', 'there']);
  });

  it('is made where it is missing, and a file that is there stays as it is until it is written anew', () => {
    assertWritable(join(folder, 'née', 'report.md'));
    assertWritable(join(folder, 'file'));
    expect(readdirSync(join(folder, 'née'))).toEqual([]);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    writeFileAtomic(join(folder, 'file'), 'new');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
  });
});

describe('a file that is asked for by name', () => {
  it('is read, or it is said why not', () => {
    expect(readNamedFile(join(folder, 'file'))).toEqual(new TextEncoder().encode('old'));
    expect(() => readNamedFile(join(folder, 'there'))).toThrow(saying('file-unreadable', 'it is a folder'));
  });

  it('is never taken for no checkpoint at all', () => {
    expect(() => checkpointFile(join(folder, 'typo.safetensors'))).toThrow(
      saying('checkpoint-missing', 'typo.safetensors'),
    );
  });
});
