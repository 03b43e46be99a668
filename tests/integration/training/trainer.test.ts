import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import type { Weights } from '../../../src/network/backbone';
import { HIDDEN_UNITS, initialStateWeights } from '../../../src/network/state-module';
import type { WeightValues } from '../../../src/network/weights';
import { PauseSwitch } from '../../../src/training/control';
import { TrainingDivergedError } from '../../../src/training/diverged';
import type { TrainingEvent } from '../../../src/training/setup';
import { trunk } from '../../../src/network/deviation';
import { registerTrainingGradients } from '../../../src/training/gradients/register';
import { trainingItems } from '../../../src/training/items';
import type { MixupOptions } from '../../../src/training/mixup';
import { planTraining } from '../../../src/training/plan';
import { ADAM_RECIPE, PAPER_RECIPE, type Recipe } from '../../../src/training/recipe';
import { Rows } from '../../../src/training/rows';
import { trainedSpecs, type TrainingResult, type TrainingSetup } from '../../../src/training/setup';
import { dropoutMask, stepGradients } from '../../../src/training/step';
import { trainNetwork } from '../../../src/training/trainer';
import {
  decodeTrainingCheckpoint,
  encodeTrainingCheckpoint,
  type TrainingCheckpoint,
} from '../../../src/training/training-checkpoint';
import { tinyBackbone, tinyFaces, tinyIdentity } from '../../support/tiny-network';
import { useTestBackend } from '../../support/tfjs-backends';

const CLASSES = ['asleep', 'drowsy', 'awake'];
const faces = tinyFaces(['ann', 'bob'], 3, 6);
const strangers = tinyFaces(['cyd'], 3, 4, 6);

const QUICK: Recipe = {
  ...ADAM_RECIPE,
  networkLearningRate: 0.02,
  headLearningRate: 0.02,
  batchSize: 12,
  length: { epochs: 12 },
};
const V_STATE_MIXUP: MixupOptions = { stage: 'V_state', partner: 'same', amount: 0.4, alpha: 0.75 };

let identity: Weights;
let before = 0;
const now = (): Promise<void> => Promise.resolve();

function setupOf(change: Partial<TrainingSetup> = {}): TrainingSetup {
  return {
    backbone: tinyBackbone,
    identity,
    fromStage: 'block',
    classes: CLASSES,
    features: 'V_state',
    training: faces,
    recipe: QUICK,
    mixup: null,
    seed: 1,
    ...change,
  };
}

function finished(result: TrainingResult): Exclude<TrainingResult, { outcome: 'cancelled' }> {
  if (result.outcome === 'cancelled') throw new Error('cancelled');
  return result;
}

const bits = (values: WeightValues): number[] => [...values.values()].flatMap((value) => [...value]);

beforeEach(async () => {
  await useTestBackend('wasm');
  identity = tinyIdentity();
  before = tf.memory().numTensors;
});

afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
  for (const weight of identity.values()) weight.dispose();
});

describe('a step in micro-batches', () => {
  /** Loss and gradients of one batch of all items, `rowsAtOnce` faces at a time. */
  async function gradientsOf(mixup: MixupOptions | null, rowsAtOnce: number) {
    registerTrainingGradients('wasm');
    const { originals, pairs } = planTraining(faces.samples, 3, QUICK, mixup, 1);
    const spread = tf.tensor1d([1, 2, 1, 0.5, 1, 1]);
    const module = { backbone: tinyBackbone, identity, face: new Map(), fromStage: 'block', spread };
    const rows = await Rows.prepare({
      module,
      data: faces,
      faces: originals,
      mixed: mixup?.stage === 'images' ? pairs : [],
      withIdentity: true,
      atOnce: 5,
      cacheBytes: 1e6,
      onProgress: now,
    });
    const items = trainingItems(faces.samples, originals, pairs, mixup?.stage ?? 'V_state', rows, 3);
    const own = [...identity].filter(([name]) => name.startsWith('block/'));
    const moved = own.map(([name, weight]): [string, tf.Tensor] => [name, tf.mul(weight, 1.1)]);
    const weights = new Map([...moved, ...initialStateWeights(6, 3, 1)]);
    const result = await stepGradients({
      module,
      weights,
      items,
      rows,
      classWeights: [1, 2, 0.5],
      dropout: dropoutMask(items.length, Random.seeded(2)),
      rowsAtOnce,
      batch: 0,
    });
    const values = new Map(
      [...result.gradients].map(([name, gradient]) => [name, gradient.dataSync<'float32'>()]),
    );
    tf.dispose([[...result.gradients.values()], [...weights.values()], spread]);
    return { ...result, values };
  }

  it.each([null, V_STATE_MIXUP, { ...V_STATE_MIXUP, stage: 'images' as const }])(
    'is the same as the whole batch’s (mixup %j)',
    async (mixup) => {
      const whole = await gradientsOf(mixup, 1000);
      const parts = await gradientsOf(mixup, 4);
      expect(parts.loss).toBeCloseTo(whole.loss, 5);
      expect(parts.norm / whole.norm).toBeCloseTo(1, 5);
      expect([...parts.values.keys()]).toEqual([...whole.values.keys()]);
      for (const [name, expected] of whole.values) {
        const actual = parts.values.get(name)!;
        const scale = Math.max(...expected.map(Math.abs));
        expect(scale).toBeGreaterThan(0);
        const worst = expected.reduce((max, value, i) => Math.max(max, Math.abs(value - actual[i]!)), 0);
        expect(worst / scale).toBeLessThan(2e-5);
      }
    },
  );

  it('drops 40 % of the hidden units and keeps their sum on average', () => {
    const mask = dropoutMask(200, Random.seeded(1));
    expect(mask).toHaveLength(200 * HIDDEN_UNITS);
    expect(mask.filter((factor) => factor === 0).length / mask.length).toBeCloseTo(0.4, 2);
    expect(mask.reduce((sum, factor) => sum + factor, 0) / mask.length).toBeCloseTo(1, 1);
  });
});

describe('rows', () => {
  async function rowsOf(cacheBytes: number) {
    const pairs = [
      { first: 0, second: 7, lambda: 0.3 },
      { first: 13, second: 8, lambda: 0.9 },
    ];
    const module = { backbone: tinyBackbone, identity, face: new Map(), fromStage: 'block', spread: null };
    const rows = await Rows.prepare({
      module,
      data: faces,
      faces: [0, 7, 8, 13],
      mixed: pairs,
      withIdentity: true,
      atOnce: 5,
      cacheBytes,
      onProgress: now,
    });
    const [trunk, vId] = [await rows.trunk([5, 1, 4]), rows.identity([5, 1, 4])!];
    const result = { trunk: trunk.dataSync<'float32'>(), vId: vId.dataSync<'float32'>() };
    tf.dispose([trunk, vId]);
    return result;
  }

  it('cached trunk outputs are those computed anew, for faces and for mixed images', async () => {
    const cached = await rowsOf(1e6);
    const anew = await rowsOf(0);
    expect(Math.max(...cached.trunk.map((value, i) => Math.abs(value - anew.trunk[i]!)))).toBeLessThan(1e-5);
    expect(cached.vId).toEqual(anew.vId);
  });

  it('mixes images before the trunk and V_id after the Identity Model (Fig. 5a)', async () => {
    const { trunk, vId } = await rowsOf(1e6);
    const expected = tf.tidy(() => {
      const vectors = (image: tf.Tensor4D): tf.Tensor => {
        let y: tf.Tensor = tinyBackbone.preprocess(image);
        for (const stage of tinyBackbone.stages) y = stage.apply(y, (name) => identity.get(name)!);
        return y;
      };
      const images = faces.images([13, 8]) as tf.Tensor4D;
      const [a, b] = tf.split(images, 2) as [tf.Tensor4D, tf.Tensor4D];
      const mixedImage = tf.add<tf.Tensor4D>(tf.mul(a, 0.9), tf.mul(b, 0.1));
      return {
        trunk: tinyBackbone.stages[0]!.apply(tinyBackbone.preprocess(mixedImage), (name) =>
          identity.get(name)!,
        ).dataSync(),
        vId: tf.add(tf.mul(vectors(a), 0.9), tf.mul(vectors(b), 0.1)).dataSync(),
      };
    });
    expected.trunk.forEach((value, i) => expect(trunk[i]).toBeCloseTo(value, 4));
    expected.vId.forEach((value, i) => expect(vId[i]).toBeCloseTo(value, 4));
  });
});

describe('train', () => {
  it('reads the kept trunk outputs of faces, and computes only those of mixed images', async () => {
    const mixup: MixupOptions = { stage: 'images', partner: 'other', amount: 0.4, alpha: 0.75 };
    const recipe: Recipe = { ...QUICK, length: { epochs: 1 } };
    const module = { backbone: tinyBackbone, identity, face: new Map(), fromStage: 'block', spread: null };
    let computed = 0;
    const images = (indices: readonly number[]): tf.Tensor4D | Promise<tf.Tensor4D> => {
      computed += indices.length;
      return faces.images(indices);
    };
    const kept = async (indices: readonly number[]): Promise<tf.Tensor4D> => {
      const pixels = await faces.images(indices);
      const shared = trunk(module, pixels);
      pixels.dispose();
      return shared as tf.Tensor4D;
    };
    const anew = await trainNetwork(setupOf({ mixup, recipe }), { breathe: now });
    const training = { ...faces, images, trunk: kept };
    const read = await trainNetwork(setupOf({ mixup, recipe, training }), { breathe: now });
    const [a, b] = [anew, read].map((result) => bits(finished(result).weights.face));
    a!.forEach((value, i) => expect(b![i]).toBeCloseTo(value, 5));
    const { pairs } = planTraining(faces.samples, 3, recipe, mixup, 1);
    expect(computed).toBe(2 * pairs.length);
  });

  it('learns, tells what it does, and gives the same weights for the same seed', async () => {
    const events: TrainingEvent[] = [];
    const options = {
      mixup: V_STATE_MIXUP,
      validation: { data: faces, every: 6, patience: null, keep: 'best' },
    } as const;
    const first = finished(
      await trainNetwork(setupOf(options), { breathe: now, onEvent: (event) => events.push(event) }),
    );
    const second = finished(await trainNetwork(setupOf(options), { breathe: now }));
    expect(bits(second.weights.face)).toEqual(bits(first.weights.face));
    expect(bits(second.weights.state)).toEqual(bits(first.weights.state));
    const other = finished(await trainNetwork(setupOf({ ...options, seed: 2 }), { breathe: now }));
    expect(bits(other.weights.face)).not.toEqual(bits(first.weights.face));

    const losses = events.flatMap((event) => (event.type === 'batch' ? [event.loss] : []));
    expect(losses).toHaveLength(first.batches);
    expect(losses.at(-1)!).toBeLessThan(0.6 * losses[0]!);
    expect(events.find(({ type }) => type === 'planned')).toMatchObject({
      originals: 36,
      mixed: 14,
      batchesPerEpoch: 5,
      batches: 60,
    });
    expect(first.best!.score).toBeGreaterThan(0.9);
    expect(events.filter(({ type }) => type === 'validation')).toHaveLength(10);
  });

  it.each<[string, Partial<TrainingSetup>]>([
    ['without deviation module (Fig. 7)', { features: 'V_face' }],
    ['with mixed images', { mixup: { ...V_STATE_MIXUP, stage: 'images', partner: 'other' } }],
    ['from the first stage on, as in the paper', { fromStage: 'stem' }],
    ['with nothing cached', { cacheBytes: 0 }],
    ['with few faces at once', { rowsAtOnce: 3 }],
  ])('learns %s', async (_, change) => {
    const losses: number[] = [];
    const { weights } = finished(
      await trainNetwork(setupOf(change), {
        breathe: now,
        onEvent: (event) => {
          if (event.type === 'batch') losses.push(event.loss);
        },
      }),
    );
    expect(losses.at(-1)!).toBeLessThan(0.7 * losses[0]!);
    expect(weights.spread === null).toBe(change.features === 'V_face');
  });

  it.each([QUICK, { ...PAPER_RECIPE, batchSize: 12, length: { batches: 20 } }])(
    'gives the same course on cpu and wasm up to rounding ($optimizer.kind)',
    async (recipe) => {
      const lossesOn = async (backend: 'cpu' | 'wasm'): Promise<number[]> => {
        await useTestBackend(backend);
        const own = tinyIdentity();
        const losses: number[] = [];
        await trainNetwork(setupOf({ recipe, identity: own, mixup: V_STATE_MIXUP }), {
          breathe: now,
          onEvent: (event) => {
            if (event.type === 'batch') losses.push(event.loss);
          },
        });
        for (const weight of own.values()) weight.dispose();
        return losses.slice(0, 20);
      };
      const cpu = await lossesOn('cpu');
      const wasm = await lossesOn('wasm');
      cpu.forEach((loss, step) => expect(wasm[step]).toBeCloseTo(loss, 3));
    },
  );

  it('follows the paper’s recipe when asked to: rates by epoch', async () => {
    const rates: number[] = [];
    const recipe: Recipe = { ...PAPER_RECIPE, batchSize: 18, length: { batches: 3 } };
    await trainNetwork(setupOf({ recipe }), {
      breathe: now,
      onEvent: (event) => {
        if (event.type === 'batch') rates.push(event.learningRate);
      },
    });
    expect(rates.map((rate) => Number(rate.toPrecision(6)))).toEqual([0.001, 0.001, 0.0001]);
  });

  const RESUME = { mixup: V_STATE_MIXUP, recipe: { ...QUICK, length: { batches: 8 } } } as const;
  const RESUME_VALIDATION = { data: strangers, every: 3, patience: null, keep: 'best' } as const;

  it.each(['wasm', 'cpu', 'webgpu'] as const)(
    'on %s goes on from a checkpoint file to the same bits as without a break',
    async (backend) => {
      for (const weight of identity.values()) weight.dispose();
      await useTestBackend(backend);
      identity = tinyIdentity();
      before = tf.memory().numTensors;
      const setup = setupOf({ ...RESUME, validation: RESUME_VALIDATION });
      const specs = trainedSpecs(setup);
      const saved: Uint8Array<ArrayBuffer>[] = [];
      const whole = finished(
        await trainNetwork(setup, {
          breathe: now,
          checkpointEvery: 3,
          onEvent: (event) => {
            if (event.type === 'checkpoint') saved.push(encodeTrainingCheckpoint(event.checkpoint, specs));
          },
        }),
      );
      expect(saved).toHaveLength(2);
      for (const bytes of saved) {
        const resumed = finished(
          await trainNetwork(setup, { breathe: now, resumeFrom: decodeTrainingCheckpoint(bytes, specs) }),
        );
        expect(bits(resumed.weights.face)).toEqual(bits(whole.weights.face));
        expect(bits(resumed.weights.state)).toEqual(bits(whole.weights.state));
        expect(resumed.best).toEqual(whole.best);
        expect(resumed.batches).toBe(whole.batches);
      }
    },
  );

  it('refuses to go on with other settings, and a file that is none', async () => {
    const { checkpoint } = finished(await trainNetwork(setupOf(RESUME), { breathe: now }));
    const other = trainNetwork(setupOf({ ...RESUME, seed: 9 }), { breathe: now, resumeFrom: checkpoint });
    await expect(other).rejects.toMatchObject({ code: 'training-checkpoint-invalid', message: /seed/ });
    const specs = trainedSpecs(setupOf());
    const bytes = encodeTrainingCheckpoint(checkpoint, specs);
    expect(() => decodeTrainingCheckpoint(bytes.slice(0, bytes.length - 4), specs)).toThrow(
      expect.objectContaining({ code: 'training-checkpoint-invalid' }),
    );
    expect(() => decodeTrainingCheckpoint(bytes, trainedSpecs(setupOf({ fromStage: 'stem' })))).toThrow(
      expect.objectContaining({ code: 'training-checkpoint-invalid' }),
    );
  });

  it('refuses to go on from another start, and with other pictures of the same people', async () => {
    const { weights } = finished(await trainNetwork(setupOf(RESUME), { breathe: now }));
    const setup = setupOf({ ...RESUME, start: weights, pictures: 'one set' });
    const { checkpoint } = finished(await trainNetwork(setup, { breathe: now }));
    const goOn = (change: Partial<TrainingSetup>, resumeFrom = checkpoint) =>
      trainNetwork({ ...setup, ...change }, { breathe: now, resumeFrom });
    const moved = {
      ...weights,
      state: new Map([...weights.state].map(([name, own]) => [name, own.map((w) => w + 1)])),
    };
    await expect(goOn({ start: moved })).rejects.toMatchObject({
      code: 'training-checkpoint-invalid',
      message: expect.stringContaining('begun with start') as string,
    });
    await expect(goOn({ pictures: 'another set' })).rejects.toMatchObject({
      message: expect.stringContaining('begun with pictures "one set"') as string,
    });
    expect((await goOn({})).outcome).toBe('finished');
    // Earlier releases told neither.
    const settings = Object.fromEntries(
      Object.entries(checkpoint.settings).filter(([name]) => name !== 'start' && name !== 'pictures'),
    );
    expect((await goOn({}, { ...checkpoint, settings })).outcome).toBe('finished');
  });

  it('stops when cancelled and can go on from there to the same bits', async () => {
    const whole = finished(await trainNetwork(setupOf(RESUME), { breathe: now }));
    const abort = new AbortController();
    const cancelled = await trainNetwork(setupOf(RESUME), {
      breathe: now,
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === 'batch' && event.batch === 4) abort.abort();
      },
    });
    expect(cancelled.outcome).toBe('cancelled');
    const checkpoint = cancelled.checkpoint!;
    expect(checkpoint.batch).toBe(4);
    const resumed = finished(await trainNetwork(setupOf(RESUME), { breathe: now, resumeFrom: checkpoint }));
    expect(bits(resumed.weights.face)).toEqual(bits(whole.weights.face));
  });

  it('can be cancelled before the first step, and while it waits', async () => {
    const early = await trainNetwork(setupOf(), { breathe: now, signal: AbortSignal.abort() });
    expect(early).toEqual({ outcome: 'cancelled', checkpoint: null });
    const [pause, abort] = [new PauseSwitch(), new AbortController()];
    pause.pause();
    const waiting = trainNetwork(setupOf(), {
      breathe: now,
      pause,
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === 'paused') setTimeout(() => abort.abort(), 5);
      },
    });
    expect((await waiting).outcome).toBe('cancelled');
  });

  it('waits while paused, hands out a checkpoint, and goes on as if nothing had been', async () => {
    const whole = finished(await trainNetwork(setupOf(RESUME), { breathe: now }));
    const pause = new PauseSwitch();
    const types: string[] = [];
    const paused = finished(
      await trainNetwork(setupOf(RESUME), {
        breathe: now,
        pause,
        onEvent: (event) => {
          types.push(event.type);
          if (event.type === 'batch' && event.batch === 3) pause.pause();
          if (event.type === 'paused') setTimeout(() => pause.continue(), 5);
        },
      }),
    );
    const from = types.indexOf('paused');
    expect(types.slice(from, from + 4)).toEqual(['paused', 'checkpoint', 'continued', 'batch']);
    expect(bits(paused.weights.face)).toEqual(bits(whole.weights.face));
  });

  it('stops early when validation no longer improves, and gives the best weights', async () => {
    const scores = [0.2, 0.5, 0.4, 0.3, 0.9];
    let validations = 0;
    const kept: TrainingCheckpoint[] = [];
    const result = finished(
      await trainNetwork(
        setupOf({
          validation: {
            data: strangers,
            every: 2,
            patience: 2,
            keep: 'best',
            score: () => scores[validations++]!,
          },
        }),
        {
          breathe: now,
          checkpointEvery: 4,
          onEvent: (event) => {
            if (event.type === 'checkpoint') kept.push(event.checkpoint);
          },
        },
      ),
    );
    expect(result).toMatchObject({ outcome: 'early-stop', batches: 8, best: { batch: 4, score: 0.5 } });
    const atBest = kept.find(({ batch }) => batch === 4)!.weights;
    expect([...result.weights.face.keys()].flatMap((name) => [...atBest.get(name)!])).toEqual(
      bits(result.weights.face),
    );
  });

  it('stops at a loss that is not finite, with the cause', async () => {
    const recipe: Recipe = { ...PAPER_RECIPE, networkLearningRate: 1e30, headLearningRate: 1e30 };
    const failure = await trainNetwork(setupOf({ recipe }), { breathe: now }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(TrainingDivergedError);
    const { code, source, batch } = failure as TrainingDivergedError;
    expect(code).toBe('training-diverged');
    expect(['loss', 'gradient']).toContain(source);
    expect(batch).toBeGreaterThan(0);
  });

  it.each(['V_state', 'V_face'] as const)(
    'names the sample whose picture is broken (%s)',
    async (features) => {
      const broken = tinyFaces(['ann', 'bob'], 3, 6);
      broken.pixels[10]![5] = NaN;
      const failure = await trainNetwork(setupOf({ training: broken, features }), { breathe: now }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(TrainingDivergedError);
      expect(failure).toMatchObject({ source: 'input', names: ['sample 10'] });
    },
  );

  it('lets timers in between two steps', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await trainNetwork(setupOf());
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });

  it('goes on from given weights', async () => {
    const recipe: Recipe = { ...QUICK, length: { batches: 20 } };
    const losses: number[] = [];
    const onEvent = (event: TrainingEvent): void => {
      if (event.type === 'batch') losses.push(event.loss);
    };
    const { weights } = finished(await trainNetwork(setupOf({ recipe }), { breathe: now, onEvent }));
    const again = finished(
      await trainNetwork(setupOf({ recipe, start: weights }), { breathe: now, onEvent }),
    );
    expect(losses[20]).toBeLessThan(0.8 * losses[0]!);
    expect(again.weights.spread).toEqual(weights.spread);
  });

  it('trains the last stages alone, and the state module alone, on a Face Model that was trained deeper', async () => {
    const recipe: Recipe = { ...QUICK, length: { batches: 20 } };
    const short: Recipe = { ...QUICK, length: { batches: 4 } };
    const base = finished(
      await trainNetwork(setupOf({ recipe: short, fromStage: 'stem' }), { breathe: now }),
    ).weights;
    const tune = async (trainFrom: string, cacheBytes?: number) => {
      const losses: number[] = [];
      const setup = setupOf({ recipe, fromStage: 'stem', trainFrom, start: base });
      const result = finished(
        await trainNetwork(cacheBytes === undefined ? setup : { ...setup, cacheBytes }, {
          breathe: now,
          onEvent: (event) => {
            if (event.type === 'batch') losses.push(event.loss);
          },
        }),
      );
      expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!);
      return result.weights;
    };
    const changed = ({ face, state }: typeof base) => [
      ...new Set(
        [...face, ...state].flatMap(([name, values]) => {
          const before = base.face.get(name) ?? base.state.get(name)!;
          return values.every((value, i) => value === before[i]) ? [] : [name.split('/')[0]];
        }),
      ),
    ];
    const lastStages = await tune('block');
    expect(changed(lastStages)).toEqual(['block', 'state']);
    expect([...lastStages.face.keys()]).toEqual([...base.face.keys()]);
    expect(changed(await tune('pool'))).toEqual(['state']);
    expect(changed(await tune('pool', 0))).toEqual(['state']);
    const backwards = setupOf({ fromStage: 'block', trainFrom: 'stem' });
    await expect(trainNetwork(backwards, { breathe: now })).rejects.toThrow(RangeError);
  });

  it('refuses a data set with nothing in it', async () => {
    const empty = { ...faces, samples: [] };
    await expect(trainNetwork(setupOf({ training: empty }), { breathe: now })).rejects.toThrow(RangeError);
  });
});
