/**
 * The training worker's service with the tiny network, on wasm, with a database as browsers have
 * it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { createFineTuningService } from '../../../src/engine/training-worker/service';
import { readCheckpointCard } from '../../../src/network/checkpoint-card';
import { madeUpCheckpoint, seededWeights, toyBackbone, unsound } from '../../support/networks';
import { tinyBackbone } from '../../support/tiny-network';
import { ROUND, tinyFootage } from '../../support/tiny-footage';
import { REQUEST, TrainingBrowser } from '../../support/training-browser';

afterEach(() => {
  expect(tf.memory().numTensors).toBe(0);
});

describe('a fine-tuning', () => {
  it('gets better on seconds that it never saw, tells what it does, and keeps what came out', async () => {
    const browser = new TrainingBrowser();
    const { checkpointId, verdict, file } = await browser.finish(REQUEST);
    expect(verdict.after.macroF1).toBeGreaterThan(verdict.before.macroF1 + 0.3);
    expect(verdict.advice).toBe('better');
    expect(verdict.difference.low).toBeGreaterThan(0);
    expect(verdict.backend).toBe('wasm');
    expect(verdict.mixupExamples.length).toBeGreaterThan(0);
    // An untrained network has no V_state to draw.
    expect(verdict.projection.before).toEqual([]);
    const groups = new Set(verdict.projection.after.map(({ group }) => group));
    expect([...groups].sort()).toEqual(['asleep', 'asleep+drowsy', 'awake', 'drowsy', 'drowsy+awake']);
    const people = new Set(verdict.projection.after.map(({ personId }) => personId));
    expect(people).toEqual(new Set(['ann', 'bob', null]));
    const seconds = verdict.after.confusion.flat().reduce((sum, count) => sum + count, 0);
    for (const { truth, after } of verdict.worst) expect(truth).not.toBe(after);

    const service = createFineTuningService(browser.parts());
    const { heldOut } = await service.plan(REQUEST);
    expect(seconds).toBe(heldOut.asleep + heldOut.drowsy + heldOut.awake);
    expect(await service.verdict(checkpointId)).toEqual(verdict);
    expect(await service.unfinished()).toBeNull();
    const card = readCheckpointCard(file);
    expect(card).toMatchObject({ name: 'mine', fromStage: 'stem', features: 'V_state' });
    expect(card.training).toMatchObject({ recordings: 2, base: null });
    expect(card.temperature).toBeGreaterThanOrEqual(1);

    const [first] = browser.events;
    expect(first).toEqual({ type: 'preparing', share: 0 });
    const shares = browser.seen('preparing').map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    const steps = browser.seen('step');
    expect(browser.seen('planned')).toEqual([{ type: 'planned', steps: steps[0]!.steps, validates: true }]);
    expect(steps.at(-1)).toMatchObject({ step: verdict.steps, remaining: expect.any(Number) as number });
    expect(steps[0]!.remaining).toBeNull();
    expect(browser.seen('comparing').at(-1)!.share).toBe(1);
  });

  it('comes to the same bits for the same seed, and to others for another', async () => {
    const short = { ...REQUEST, epochs: 3 };
    const first = await new TrainingBrowser().finish(short);
    const second = await new TrainingBrowser().finish(short);
    expect(second.file).toEqual(first.file);
    expect(second.verdict).toEqual(first.verdict);
    const other = await new TrainingBrowser().finish({ ...short, seed: 2 });
    expect(other.file).not.toEqual(first.file);
  });

  it('goes on from a kept checkpoint at every depth, and leaves the stages before alone', async () => {
    const browser = new TrainingBrowser();
    const { checkpointId: base, verdict: ofBase } = await browser.finish({ ...REQUEST, epochs: 4 });
    for (const depth of ['head', 'last', 'deep', 'all'] as const) {
      const { file, verdict } = await browser.finish({ ...REQUEST, base, depth, epochs: 4, name: depth });
      expect(readCheckpointCard(file).fromStage).toBe('stem');
      expect(verdict.before).toEqual(ofBase.after);
      expect(verdict.projection.before.length).toBe(verdict.projection.after.length);
      // The state module alone changes no V_state: the page shows one picture then.
      const isSame = JSON.stringify(verdict.projection.before) === JSON.stringify(verdict.projection.after);
      expect(isSame).toBe(depth === 'head');
    }
    const kept = await browser.parts().checkpoints.list();
    expect(kept.map(({ name }) => name).sort()).toEqual(['all', 'deep', 'head', 'last', 'mine']);
  });

  it('of the state module alone without any trained network reads V_face', async () => {
    const { file, verdict } = await new TrainingBrowser().finish({ ...REQUEST, depth: 'head' });
    expect(readCheckpointCard(file)).toMatchObject({ features: 'V_face', fromStage: 'pool' });
    expect(verdict.after.macroF1).toBeGreaterThan(verdict.before.macroF1);
  });

  it.each(['session', 'person'] as const)('is held against a %s that it never saw', async (holdOut) => {
    const { verdict } = await new TrainingBrowser().finish({ ...REQUEST, holdOut, epochs: 2, mixup: null });
    expect(verdict.mixupExamples).toEqual([]);
    expect(new Set(verdict.worst.map(({ recordingId }) => recordingId)).size).toBeLessThan(2);
  });
});

describe('a plan', () => {
  it('counts the seconds of both sides and estimates the memory', async () => {
    const service = createFineTuningService(new TrainingBrowser().parts());
    const plan = await service.plan(REQUEST);
    expect(plan.missing).toEqual([]);
    const { head, last, deep, all } = plan.memory;
    expect([head, last, deep, all]).toEqual([head, last, deep, all].sort((a, b) => a - b));
    expect(head).toBeGreaterThan(0);
    for (const label of ['asleep', 'drowsy', 'awake'] as const) {
      expect(plan.training[label]).toBeGreaterThanOrEqual(6);
      expect(plan.heldOut[label]).toBeGreaterThanOrEqual(3);
    }
  });

  it.each([
    ['a class that is missing', { recordingIds: ['short'] }, ['class-missing']],
    ['one session', { recordingIds: ['a1'], holdOut: 'session' as const }, ['too-few-sessions']],
    ['one person', { recordingIds: ['a1', 'short'], holdOut: 'person' as const }, ['too-few-people']],
    [
      'recordings that are gone',
      { recordingIds: ['gone'] },
      ['class-missing', 'class-missing', 'class-missing'],
    ],
  ])('says what is missing: %s', async (_, change, codes) => {
    const browser = new TrainingBrowser();
    const request = { ...REQUEST, ...change };
    const { missing } = await createFineTuningService(browser.parts()).plan(request);
    expect(missing.map(({ code }) => code)).toEqual(codes);
    await expect(browser.train(request)).rejects.toMatchObject({ code: 'training-too-little' });
    expect(await browser.parts().unfinished.get()).toBeNull();
  });

  it('says of which classes there is little, and trains all the same', async () => {
    const service = createFineTuningService(new TrainingBrowser().parts());
    expect((await service.plan(REQUEST)).few).toEqual([]);
    const runs = [['awake', 20], ['drowsy', 20], ['asleep', 3], ['awake', 10]] as const; // prettier-ignore
    const browser = new TrainingBrowser();
    const parts = { ...browser.parts(), footage: tinyFootage([{ id: 'a1', person: 'ann', runs }]) };
    const request = { ...REQUEST, recordingIds: ['a1'], epochs: 2 };
    const plan = await createFineTuningService(parts).plan(request);
    expect(plan).toMatchObject({ missing: [], few: ['asleep'] });
    const { verdict } = await browser.finish(request, { parts });
    expect(browser.seen('planned')).toMatchObject([{ validates: false }]);
    expect(verdict.advice).not.toBe('better');
    expect(verdict.difference.low).toBeNaN();
  });

  it('names people who lack a class for the same-person mixup', async () => {
    const service = createFineTuningService(new TrainingBrowser().parts());
    const alone = tinyFootage([
      { id: 'a1', person: 'ann', runs: [...ROUND, ...ROUND] },
      { id: 'c1', person: 'cyd', runs: [['awake', 40]] },
    ]);
    const other = createFineTuningService({ ...new TrainingBrowser().parts(), footage: alone });
    expect((await service.plan(REQUEST)).lackingPeople).toEqual([]);
    expect((await other.plan({ ...REQUEST, recordingIds: ['a1', 'c1'] })).lackingPeople).toEqual(['cyd']);
  });
});

describe('importing a checkpoint', () => {
  it('takes one that was exported here, on another device', async () => {
    const { file } = await new TrainingBrowser().finish({ ...REQUEST, epochs: 1 });
    const other = new TrainingBrowser();
    const { name, heldOut } = await createFineTuningService(other.parts()).importCheckpoint(
      file.buffer,
      '',
      null,
    );
    expect(name).toBe('mine');
    expect(heldOut).toBeNull();
    expect(await other.parts().checkpoints.list()).toHaveLength(1);
  });

  it('refuses one that predicts nothing, and so does a trial before it is adopted', async () => {
    const browser = new TrainingBrowser();
    const { file, checkpointId } = await browser.finish({ ...REQUEST, epochs: 1 });
    const service = createFineTuningService(browser.parts());
    await service.rehearse(checkpointId, null);

    const bad = unsound(tinyBackbone, file);
    const refusal = { code: 'checkpoint-unsound', message: expect.stringContaining('NaN') as unknown };
    await expect(service.importCheckpoint(bad.buffer, 'x', null)).rejects.toMatchObject(refusal);
    const { checkpoints } = browser.parts();
    expect(await checkpoints.list()).toHaveLength(1);
    const { id } = await checkpoints.add(bad.buffer, 'of an earlier release', null);
    await expect(service.rehearse(id, null)).rejects.toMatchObject(refusal);
  });

  it('refuses one of another network, and a file that is none', async () => {
    const browser = new TrainingBrowser();
    const service = createFineTuningService(browser.parts());
    const foreign = await madeUpCheckpoint(toyBackbone, seededWeights(toyBackbone, 1), {
      fromStage: 'block',
    });
    for (const bytes of [foreign, new TextEncoder().encode('GIF89a')]) {
      await expect(service.importCheckpoint(bytes.buffer, 'x', null)).rejects.toMatchObject({
        code: 'checkpoint-invalid',
      });
    }
    expect(await browser.parts().checkpoints.list()).toEqual([]);
  });
});
