import { describe, expect, test } from 'vitest';
import { weightSpecs } from '../../../src/network/backbone';
import { readCheckpoint, writeCheckpoint } from '../../../src/network/checkpoint';
import { readCheckpointCard, type CheckpointDescription } from '../../../src/network/checkpoint-card';
import { faceres } from '../../../src/network/faceres';
import type { StoredTensor } from '../../../src/network/safetensors';
import { encodeTensor, readSafetensors, writeSafetensors } from '../../../src/network/safetensors';
import { stateSpecs } from '../../../src/network/state-module';
import { backboneDigest, readBackboneFile } from '../../../src/network/weights';
import { describeCheckpoint, faceresFile, madeUpCheckpoint, seededValues } from '../../support/networks';

const values = readBackboneFile(faceres, faceresFile());
const digest = await backboneDigest(faceres, values);
const checkpoint = await madeUpCheckpoint(faceres, values, { fromStage: 'block13' });

/** The checkpoint with some tensors or the card changed. */
function changed(
  tensors: Record<string, StoredTensor | null>,
  card: (json: Record<string, unknown>) => unknown = (json) => json,
): Uint8Array<ArrayBuffer> {
  const file = readSafetensors(checkpoint);
  const all = new Map(file.tensors);
  for (const [name, tensor] of Object.entries(tensors)) {
    if (tensor) all.set(name, tensor);
    else all.delete(name);
  }
  const json = JSON.parse(file.metadata['card']!) as Record<string, unknown>;
  return writeSafetensors(all, { card: JSON.stringify(card(json)) });
}

const nan = (shape: number[]): StoredTensor => {
  const size = shape.reduce((a, b) => a * b);
  return { dtype: 'F32', shape, bytes: new Uint8Array(new Float32Array(size).fill(NaN).buffer) };
};

/** Bit by bit; `toEqual` takes seconds for a million numbers. */
function same(a: Float32Array, b: Float32Array): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    Buffer.from(buffer, byteOffset, byteLength);
  return bytes(a).equals(bytes(b));
}

describe('a checkpoint', () => {
  test('comes back as it was written, within half precision', () => {
    const { card, face, state, spread } = readCheckpoint(checkpoint, faceres, digest);
    expect(card).toMatchObject(describeCheckpoint(faceres, digest, { fromStage: 'block13' }));
    expect([...face.keys()]).toEqual(weightSpecs(faceres, { from: 'block13' }).map(({ name }) => name));
    expect([...state.keys()]).toEqual(stateSpecs(1024, 3).map(({ name }) => name));
    expect(spread).toBeNull();
    const wanted = seededValues(128 * 3, 102, 0.1);
    state.get('state/output/kernel')!.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 4));
    expect(readCheckpointCard(checkpoint)).toEqual(card);
  });

  test('carries the spread exactly, and fp32 weights exactly', () => {
    const { face, state } = readCheckpoint(checkpoint, faceres, digest);
    const spread = seededValues(1024, 5, 0.1).map((value) => value + 0.2);
    const description = describeCheckpoint(faceres, digest, { fromStage: 'block13' });
    const bytes = writeCheckpoint(faceres, description, { face, state, spread }, 'F32');
    const read = readCheckpoint(bytes, faceres, digest);
    expect(same(read.spread!, spread)).toBe(true);
    for (const [name, found] of [...read.state, ...read.face]) {
      expect([name, same(found, (state.get(name) ?? face.get(name))!)]).toEqual([name, true]);
    }
    expect([read.state.size, read.face.size]).toEqual([state.size, face.size]);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'for another network',
      () =>
        readCheckpoint(
          changed({}, (card) => ({ ...card, backbone: 'facenet' })),
          faceres,
          digest,
        ),
      /network facenet, not for faceres/,
    ],
    [
      'for other weights',
      () => readCheckpoint(checkpoint, faceres, 'f'.repeat(64)),
      /trained on other weights of faceres .*ffffffff…/,
    ],
    [
      'of other classes',
      () => readCheckpoint(checkpoint, faceres, digest, ['awake', 'asleep']),
      /asleep, drowsy, awake; wanted: awake, asleep/,
    ],
    [
      'of classes in another order',
      () => readCheckpoint(checkpoint, faceres, digest, ['awake', 'drowsy', 'asleep']),
      /wanted: awake, drowsy, asleep/,
    ],
    [
      'from a stage nobody has',
      () =>
        readCheckpoint(
          changed({}, (card) => ({ ...card, fromStage: 'block99' })),
          faceres,
          digest,
        ),
      /no stage "block99"/,
    ],
    [
      'with a tensor missing',
      () => readCheckpoint(changed({ 'face/block13/pointwise/bias': null }), faceres, digest),
      /"face\/block13\/pointwise\/bias" is missing/,
    ],
    [
      'with an ill-shaped tensor',
      () =>
        readCheckpoint(
          changed({ 'state/output/bias': encodeTensor('b', new Float32Array(4), [4], 'F32') }),
          faceres,
          digest,
        ),
      /"state\/output\/bias" has the shape \[4\] instead of \[3\]/,
    ],
    [
      'with a NaN',
      () => readCheckpoint(changed({ 'state/output/bias': nan([3]) }), faceres, digest),
      /"state\/output\/bias" is not finite/,
    ],
    [
      'with a tensor of another stage',
      () => readCheckpoint(changed({ 'face/block12/pointwise/bias': nan([1]) }), faceres, digest),
      /unexpected tensor "face\/block12\/pointwise\/bias"/,
    ],
    [
      'with a spread of 0',
      () =>
        readCheckpoint(
          changed({ spread: encodeTensor('s', new Float32Array(1024), [1024], 'F32') }),
          faceres,
          digest,
        ),
      /spread/,
    ],
    [
      'with a temperature of 0',
      () =>
        readCheckpoint(
          changed({}, (card) => ({ ...card, temperature: 0 })),
          faceres,
          digest,
        ),
      /card is ill-formed/,
    ],
    [
      'with a bias that is no number',
      () =>
        readCheckpoint(
          changed({}, (card) => ({ ...card, calibration: { biases: [0, null, 0], faces: 1, people: 1 } })),
          faceres,
          digest,
        ),
      /card is ill-formed: [^]*calibration\.biases/,
    ],
    [
      'with a bias too few',
      () =>
        readCheckpoint(
          changed({}, (card) => ({ ...card, calibration: { biases: [0, 0], faces: 1, people: 1 } })),
          faceres,
          digest,
        ),
      /card is ill-formed: [^]*one bias for each class[^]*calibration\.biases/,
    ],
    [
      'with a foreign calibration',
      () =>
        readCheckpoint(
          changed({}, (card) => ({ ...card, calibration: 'isotonic' })),
          faceres,
          digest,
        ),
      /card is ill-formed: [^]*calibration/,
    ],
    [
      'of a later format',
      () =>
        readCheckpoint(
          changed({}, (card) => ({ ...card, version: 2 })),
          faceres,
          digest,
        ),
      /card is ill-formed/,
    ],
    ['without a card', () => readCheckpoint(faceresFile(), faceres, digest), /no card/],
    [
      'with a card that is no JSON',
      () => readCheckpointCard(writeSafetensors(new Map(), { card: '{' })),
      /card is no JSON/,
    ],
    ['that is cut off', () => readCheckpoint(checkpoint.slice(0, -10), faceres, digest), /cut off/],
  ])('%s is refused', (_, read, message) => {
    expect(read).toThrow(
      expect.objectContaining({
        code: 'checkpoint-invalid',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  test.each<[string, Partial<CheckpointDescription>, boolean, RegExp]>([
    ['weights missing', {}, true, /"block13\/depthwise\/kernel" is missing/],
    ['a card that would not be read', { temperature: NaN }, false, /ill-formed/],
    ['a digest that is none', { backboneSha256: 'abc' }, false, /ill-formed/],
  ])('is not written with %s', (_, changes, empty, message) => {
    const { face, state } = readCheckpoint(checkpoint, faceres, digest);
    const description = describeCheckpoint(faceres, digest, { fromStage: 'block13', ...changes });
    const content = { face: empty ? new Map() : face, state, spread: null };
    expect(() => writeCheckpoint(faceres, description, content, 'F16')).toThrow(
      expect.objectContaining({
        code: 'checkpoint-invalid',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
