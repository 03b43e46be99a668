import { expect, it, vi } from 'vitest';
import { createFineTuningService, type FineTuningParts } from '../../../src/engine/training-worker/service';
import { fakeLocks, refusingLocks } from '../../support/fake-locks';

/** One tab's service, as far as the slot of the unfinished training is concerned. */
function tab(locks: LockManager | undefined) {
  const discard = vi.fn(() => Promise.resolve());
  let finish = (): void => undefined;
  const get = () => new Promise<null>((resolve) => (finish = () => resolve(null)));
  const unfinished = { get, discard, keep: vi.fn() };
  const service = createFineTuningService({ networks: {}, unfinished, locks } as unknown as FineTuningParts);
  const resume = (): Promise<unknown> =>
    service.train({} as never, { resume: true, backend: null }, () => undefined);
  return { service, discard, resume, finish: () => finish() };
}

it('two tabs do not go on with one training: the second is told, and may once the first has ended', async () => {
  const locks = fakeLocks();
  const [first, second] = [tab(locks), tab(locks)];
  const training = first.resume();
  await expect(second.resume()).rejects.toMatchObject({ code: 'training-elsewhere' });
  await expect(second.service.discardUnfinished()).rejects.toMatchObject({ code: 'training-elsewhere' });
  expect(second.discard).not.toHaveBeenCalled();
  first.finish();
  await expect(training).rejects.toMatchObject({ code: 'training-checkpoint-invalid' });
  await second.service.discardUnfinished();
  expect(second.discard).toHaveBeenCalledOnce();
});

it.each([undefined, refusingLocks()])('without Web Locks (%#) nobody is kept out', async (locks) => {
  const { service, discard } = tab(locks);
  await service.discardUnfinished();
  expect(discard).toHaveBeenCalledOnce();
});
