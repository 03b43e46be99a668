/** Timing several things against each other on a machine that others use too. */
import type { TestBackend } from '../support/tfjs-backends';

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  readonly backend: TestBackend;
  /** Seconds of measuring for each thing measured. */
  readonly seconds: number;
  /** Faces in a training step and in a filter gradient. */
  readonly images: number;
}

export interface Timing {
  /** Milliseconds; the least disturbed run. Ratios are built from it. */
  readonly best: number;
  readonly median: number;
  readonly runs: number;
}

/** Runs whatever is asked for to its end, the result on the host; frees what it made. */
export type Task = () => Promise<void>;

/**
 * Measures the tasks in turn, round after round, so that a disturbance hits all of them alike.
 * @param seconds how long the measuring rounds may take; there are at least `MIN_ROUNDS`
 */
export async function timeTogether<Name extends string>(
  tasks: Readonly<Record<Name, Task>>,
  seconds: number,
): Promise<Readonly<Record<Name, Timing>>> {
  const names = Object.keys(tasks) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (const name of names) await tasks[name]();
  const start = performance.now();
  for (let round = 0; round < MIN_ROUNDS || performance.now() - start < 1000 * seconds; round++) {
    for (const name of names) {
      const before = performance.now();
      await tasks[name]();
      times.get(name)!.push(performance.now() - before);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summarise(times.get(name)!)])) as Record<Name, Timing>;
}

const MIN_ROUNDS = 2;

function summarise(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return { best: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, runs: sorted.length };
}
