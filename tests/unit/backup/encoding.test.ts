import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/backup/encoding';

async function throughJson(value: unknown): Promise<unknown> {
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  const encoded = await encode(value, (bytes) => {
    const name = `part ${parts.size}`;
    parts.set(name, bytes);
    return name;
  });
  const partOf = (name: string) => Promise.resolve(parts.get(name) ?? new Uint8Array());
  return decode(JSON.parse(JSON.stringify(encoded)), partOf);
}

const arrays = [
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint32Array(),
  fc.int32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.uint8Array().map((bytes) => new Uint8Array(bytes).buffer),
];

describe('records as JSON', () => {
  it('come back as they were, whatever they hold', async () => {
    const { tree } = fc.letrec((again) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.double(),
        fc.constantFrom(null, undefined, true, false),
        ...arrays,
        fc.array(again('tree')),
        fc.dictionary(fc.oneof(fc.string(), fc.constant('$type')), again('tree'), { noNullPrototype: true }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        expect(await throughJson(value)).toStrictEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  it('keep a picture, and a part of a larger buffer', async () => {
    const picture = await throughJson(new Blob(['eye'], { type: 'image/png' }));
    expect(picture).toBeInstanceOf(Blob);
    expect(picture).toMatchObject({ type: 'image/png', size: 3 });
    const whole = Uint8Array.from([1, 2, 3, 4]);
    expect(await throughJson(whole.subarray(1, 3))).toEqual(Uint8Array.from([2, 3]));
  });

  it.each([
    [{ $type: 'Date', part: 'a' }],
    [{ $type: 'constructor', part: 'a' }],
    [{ $type: 'Float32Array' }],
    [{ $type: 'object', fields: [[1, 2]] }],
    [{ $type: 'object', fields: ['a'] }],
  ])('that nobody wrote are refused: %j', async (value) => {
    await expect(decode(value, () => Promise.resolve(new Uint8Array()))).rejects.toThrow(TypeError);
  });
});
