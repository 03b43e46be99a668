import { expect, it } from 'vitest';
import { TurnQueue } from '../../../src/engine/turn-queue';

const never = new AbortController().signal;

it('does one after the other, and tells each how many are ahead', async () => {
  const queue = new TurnQueue();
  const told: string[] = [];
  const ends: (() => void)[] = [];
  const job = (name: string) =>
    queue.run(
      () => new Promise<string>((resolve) => ends.push(() => resolve(name))),
      never,
      (ahead) => told.push(`${name}${ahead}`),
    );
  const [a, b, c] = [job('a'), job('b'), job('c')];
  expect(told).toEqual(['a0', 'b1', 'c2']);
  await Promise.resolve();
  ends[0]!();
  expect(await a).toBe('a');
  expect(told.slice(3)).toEqual(['b0', 'c1']);
  ends[1]!();
  expect(await b).toBe('b');
  ends[2]!();
  expect(await c).toBe('c');
});

it('lets the next one begin after one that failed', async () => {
  const queue = new TurnQueue();
  const failed = queue.run(() => Promise.reject(new Error('no')), never);
  const next = queue.run(() => Promise.resolve(1), never);
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe(1);
});

it('lets one that waits leave when it is aborted, and the others move up', async () => {
  const queue = new TurnQueue();
  let end: () => void = () => undefined;
  const first = queue.run(() => new Promise<void>((resolve) => (end = resolve)), never);
  const stop = new AbortController();
  let begun = false;
  const second = queue.run(() => Promise.resolve((begun = true)), stop.signal);
  const told: number[] = [];
  const third = queue.run(
    () => Promise.resolve('third'),
    never,
    (ahead) => told.push(ahead),
  );
  stop.abort(new Error('stopped'));
  await expect(second).rejects.toThrow('stopped');
  expect(told).toEqual([2, 1]);
  end();
  await first;
  expect(await third).toBe('third');
  expect(begun).toBe(false);
});
