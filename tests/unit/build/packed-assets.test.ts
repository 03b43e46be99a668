import { describe, expect, it } from 'vitest';
import { unpackAssets } from '../../../build/face-landmarker/packed-assets';

const loader = (files: string, size: number): string =>
  `(function() {\n    loadPackage({"files": [${files}], "remote_package_size": ${size}, "package_uuid": "x"});\n\n  })();`;

describe('unpackAssets', () => {
  it('cuts the files out of the data by their base names', () => {
    const assets = unpackAssets(
      loader(
        '{"filename": "/a/b/one.bin", "start": 0, "end": 2}, {"filename": "/two.bin", "start": 2, "end": 5}',
        5,
      ),
      Uint8Array.of(1, 2, 3, 4, 5),
    );
    expect([...assets.keys()]).toEqual(['one.bin', 'two.bin']);
    expect(assets.get('two.bin')).toEqual(Uint8Array.of(3, 4, 5));
  });

  it('refuses a loader that lists no files', () => {
    expect(() => unpackAssets('loadPackage(other);', new Uint8Array(1))).toThrow('lists no files');
  });

  it('refuses data of another size', () => {
    expect(() => unpackAssets(loader('', 5), new Uint8Array(4))).toThrow('4 bytes instead of the 5');
  });

  it('refuses a file that lies outside the data', () => {
    const outside = loader('{"filename": "/one.bin", "start": 3, "end": 9}', 5);
    expect(() => unpackAssets(outside, new Uint8Array(5))).toThrow('/one.bin lies outside');
  });
});
