/**
 * Trainings that are cancelled, closed, paused, robbed of their device, or run on a full disk:
 * nothing is lost.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFineTuningService } from '../../../src/engine/training-worker/service';
import { storageError } from '../../../src/storage/storage-error';
import { REQUEST, TrainingBrowser } from '../../support/training-browser';

// Half of the time of these trainings, and nothing about interruptions.
vi.mock(import('../../../src/evaluation/projection'), async (original) => ({
  ...(await original()),
  projectStates: () => Promise.resolve([]),
}));

afterEach(() => {
  vi.restoreAllMocks();
  expect(tf.memory().numTensors).toBe(0);
});

describe('an interrupted fine-tuning', () => {
  const short = { ...REQUEST, epochs: 3 };
  /** The same training without a break. */
  const whole = (() => {
    let once: ReturnType<TrainingBrowser['finish']> | null = null;
    return () => (once ??= new TrainingBrowser().finish(short));
  })();

  it('that is cancelled goes on in another worker to the same bits', async () => {
    const browser = new TrainingBrowser();
    const cancelled = await browser.train(short, {
      on: (event, service) => {
        if (event.type === 'step' && event.step === 7) service.cancel();
      },
    });
    expect(cancelled).toEqual({ kind: 'cancelled' });
    const unfinished = await createFineTuningService(browser.parts()).unfinished();
    expect(unfinished).toEqual({
      request: short,
      step: 7,
      steps: (await whole()).verdict.steps,
      savedAt: 1_700_000_000_000,
    });
    const resumed = await browser.finish(short, { resume: true });
    expect(resumed.file).toEqual((await whole()).file);
    expect(resumed.verdict).toEqual((await whole()).verdict);
  });

  it('whose page was closed goes on from its last save to the same bits', async () => {
    const browser = new TrainingBrowser();
    browser.pace = 20_000;
    const { unfinished } = browser.parts();
    let asItWas = null as ReturnType<typeof unfinished.get> | null;
    await browser.finish(short, {
      on: (event) => {
        if (event.type === 'saved') asItWas ??= unfinished.get();
      },
    });
    const record = await asItWas;
    expect(record).toMatchObject({ step: expect.any(Number) as number });
    expect(record!.step).toBeLessThan((await whole()).verdict.steps);
    await unfinished.keep(record!);
    const resumed = await browser.finish(short, { resume: true });
    expect(resumed.file).toEqual((await whole()).file);
  });

  it('that lost its device says so, and loses nothing', async () => {
    const browser = new TrainingBrowser();
    browser.pace = 20_000;
    const lost = browser.train(short, {
      on: (event) => {
        if (event.type === 'saved') browser.lose('driver update');
      },
    });
    await expect(lost).rejects.toMatchObject({ code: 'device-lost', message: /driver update/ });
    await vi.waitFor(() => expect(tf.memory().numTensors).toBe(0), { timeout: 60_000 });
    expect((await browser.finish(short, { resume: true })).file).toEqual((await whole()).file);
  });

  it('waits while paused, and is saved then', async () => {
    const browser = new TrainingBrowser();
    const outcome = await browser.finish(short, {
      on: (event, service) => {
        if (event.type === 'step' && event.step === 3) service.pause();
        if (event.type === 'saved') service.continue();
      },
    });
    const types = browser.events.map(({ type }) => type);
    const from = types.indexOf('paused');
    expect(types.slice(from, from + 3)).toEqual(['paused', 'saved', 'continued']);
    expect(outcome.file).toEqual((await whole()).file);
  });

  it('cannot be gone on with when there is none, or it was discarded', async () => {
    const browser = new TrainingBrowser();
    await browser.train(short, {
      on: (event, service) => {
        if (event.type === 'step') service.cancel();
      },
    });
    await createFineTuningService(browser.parts()).discardUnfinished();
    const resuming = browser.train(short, { resume: true });
    await expect(resuming).rejects.toMatchObject({ code: 'training-checkpoint-invalid' });
  });
});

describe('a device that is full', () => {
  const full = storageError('storage-full', 'no space');

  it('on the way: that is told, and the training comes to its end', async () => {
    const browser = new TrainingBrowser();
    browser.pace = 20_000;
    const parts = browser.parts();
    const keep = parts.unfinished.keep.bind(parts.unfinished);
    vi.spyOn(parts.unfinished, 'keep').mockImplementation((record) =>
      record.file ? Promise.reject(full) : keep(record),
    );
    await browser.finish({ ...REQUEST, epochs: 2 }, { parts });
    expect(browser.seen('not-saved')[0]).toMatchObject({ code: 'storage-full' });
    expect(browser.seen('saved')).toEqual([]);
  });

  it('at the end: what was trained is kept, and the end can be had again', async () => {
    const request = { ...REQUEST, epochs: 2 };
    const browser = new TrainingBrowser();
    const parts = browser.parts();
    vi.spyOn(parts.checkpoints, 'add').mockRejectedValue(full);
    await expect(browser.train(request, { parts })).rejects.toMatchObject({ code: 'storage-full' });
    const before = browser.seen('step').length;
    await browser.finish(request, { resume: true });
    expect(browser.seen('step').length).toBe(before);
  });
});
