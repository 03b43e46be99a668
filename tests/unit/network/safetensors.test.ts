import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredTensor } from '../../../src/network/safetensors';
import {
  decodeTensor,
  encodeTensor,
  readSafetensors,
  writeSafetensors,
} from '../../../src/network/safetensors';

/** A file written by hand, not by our writer. */
function file(
  header: unknown,
  data: Uint8Array = new Uint8Array(),
  raw = JSON.stringify(header),
): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(raw);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const oneTwo = new Uint8Array(Float32Array.of(1, 2).buffer);

describe('reading safetensors', () => {
  test('reads a file written by hand', () => {
    const { metadata, tensors } = readSafetensors(
      file({ __metadata__: { of: 'us' }, a: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] } }, oneTwo),
    );
    expect(metadata).toEqual({ of: 'us' });
    expect(tensors.get('a')!.shape).toEqual([1, 2]);
    expect(decodeTensor('a', tensors.get('a')!)).toEqual(Float32Array.of(1, 2));
  });

  test('reads data that lies on odd addresses', () => {
    const header = {
      a: { dtype: 'U8', shape: [1], data_offsets: [0, 1] },
      b: { dtype: 'F32', shape: [2], data_offsets: [1, 9] },
    };
    const { tensors } = readSafetensors(file(header, Uint8Array.of(7, ...oneTwo)));
    expect(decodeTensor('b', tensors.get('b')!)).toEqual(Float32Array.of(1, 2));
  });

  test.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['nothing', new Uint8Array(), /0 bytes is no safetensors/],
    ['a header longer than the file', file({}).slice(0, 9), /ends inside its header/],
    ['an absurd header length', new Uint8Array(16).fill(0xff), /announces a header/],
    ['no JSON', file(null, undefined, '{"a":'), /header is no JSON/],
    ['a number', file(5), /no table of tensors/],
    ['metadata of numbers', file({ __metadata__: { a: 1 } }), /metadata/],
    ['an entry without shape', file({ left: { dtype: 'F32', data_offsets: [0, 4] } }), /"left".*ill-formed/s],
    [
      'negative offsets',
      file({ left: { dtype: 'F32', shape: [1], data_offsets: [-4, 0] } }),
      /"left".*ill-formed/s,
    ],
    [
      'an unknown type',
      file({ left: { dtype: 'F31', shape: [1], data_offsets: [0, 4] } }, oneTwo),
      /"left" has the unknown type F31/,
    ],
    [
      'a type named like a method',
      file({ left: { dtype: 'toString', shape: [1], data_offsets: [0, 4] } }, oneTwo),
      /"left" has the unknown type toString/,
    ],
    [
      'a shape of another size',
      file({ left: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } }, oneTwo),
      /"left" takes 8 bytes, but F32 \[3\] needs 12/,
    ],
    [
      'a cut-off end',
      file({ left: { dtype: 'F32', shape: [3], data_offsets: [0, 12] } }, oneTwo),
      /cut off: tensor "left"/,
    ],
    [
      'an overlap',
      file(
        {
          a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
          left: { dtype: 'F16', shape: [3], data_offsets: [2, 8] },
        },
        oneTwo,
      ),
      /"left" overlaps/,
    ],
    [
      'a hole',
      file({ left: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, oneTwo),
      /hole of 4 bytes before tensor "left"/,
    ],
    [
      'a foreign end',
      file({ left: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, oneTwo),
      /4 bytes follow/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(
      expect.objectContaining({ code: 'model-load', message: expect.stringMatching(message) as string }),
    );
  });

  test('never fails on any bytes but with the typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, asHeader) => {
        const input = asHeader
          ? file(null, undefined, new TextDecoder().decode(bytes))
          : new Uint8Array(bytes);
        try {
          readSafetensors(input);
        } catch (error) {
          expect(error).toHaveProperty('code', 'model-load');
        }
      }),
    );
  });

  test('decodes only floats, and says which tensor is not', () => {
    const stored: StoredTensor = { dtype: 'I64', shape: [1], bytes: new Uint8Array(8) };
    expect(() => decodeTensor('count', stored)).toThrow(/"count" is I64/);
  });
});

describe('writing safetensors', () => {
  const floats = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 20 });
  const name = fc.string({ minLength: 1 }).filter((key) => key !== '__metadata__');

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, floats), { maxLength: 6 }), (pairs) => {
        const values = new Map(pairs.map(([key, list]) => [key, Float32Array.from(list)]));
        const tensors = new Map(
          [...values].map(([key, v]) => [key, encodeTensor(key, v, [v.length], 'F32')]),
        );
        const read = readSafetensors(writeSafetensors(tensors, { a: 'b' }));
        expect(read.metadata).toEqual({ a: 'b' });
        expect(new Set(read.tensors.keys())).toEqual(new Set(values.keys()));
        for (const [key, v] of values) expect(decodeTensor(key, read.tensors.get(key)!)).toEqual(v);
      }),
    );
  });

  test('all data is aligned to its type', () => {
    const tensors = new Map([
      ['half', encodeTensor('half', Float32Array.of(1, 2, 3), [3], 'F16')],
      ['full', encodeTensor('full', Float32Array.of(1), [1], 'F32')],
    ]);
    for (const { dtype, bytes } of readSafetensors(writeSafetensors(tensors, {})).tensors.values()) {
      expect(bytes.byteOffset % (dtype === 'F32' ? 4 : 2)).toBe(0);
    }
  });

  test.each<[number, 'F16' | 'F32']>([
    [NaN, 'F32'],
    [-Infinity, 'F32'],
    [65520, 'F16'],
  ])('refuses to store %d as %s', (value, dtype) => {
    expect(() => encodeTensor('w', Float32Array.of(0, value), [2], dtype)).toThrow(/"w" holds/);
  });
});
