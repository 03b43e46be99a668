import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storedZip } from '../../../build/face-landmarker/stored-zip';

/** fflate keeps entries in a plain object, which takes this name for its prototype. */
const names = fc.stringMatching(/^[a-zé_.]{1,20}$/).filter((name) => name !== '__proto__');

const entries = fc
  .uniqueArray(fc.tuple(names, fc.uint8Array({ maxLength: 200 })), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 5,
  })
  .map((list) => new Map(list));

/**
 * Where each entry's data begins, read from the local headers as APPNOTE.TXT 4.3.7 lays them out.
 */
function dataOffsets(zip: Uint8Array, count: number): number[] {
  const view = new DataView(zip.buffer, zip.byteOffset);
  const offsets: number[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    expect(view.getUint32(at, true)).toBe(0x04034b50);
    expect(view.getUint16(at + 8, true)).toBe(0); // stored
    const data = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    offsets.push(data);
    at = data + view.getUint32(at + 18, true);
  }
  return offsets;
}

describe('storedZip', () => {
  it('holds the entries, uncompressed and aligned', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(4, 16, 64), (files, alignment) => {
        const zip = storedZip(files, alignment);
        const unzipped = unzipSync(zip);
        expect(Object.keys(unzipped)).toEqual([...files.keys()]);
        for (const [name, bytes] of files) expect(unzipped[name]).toEqual(bytes);
        for (const offset of dataOffsets(zip, files.size)) expect(offset % alignment).toBe(0);
      }),
    );
  });

  it('carries 1 January 1980 whatever the clock says', () => {
    const zip = storedZip(new Map([['a', Uint8Array.of(1)]]), 4);
    const view = new DataView(zip.buffer, zip.byteOffset);
    expect(view.getUint16(10, true)).toBe(0); // 00:00
    expect(view.getUint16(12, true)).toBe((1 << 5) | 1); // year 0 since 1980, month 1, day 1
  });
});
