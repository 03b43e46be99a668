/** How long the page and the workers wait for each other's answers. */
import { SECOND_MS, type Milliseconds } from '../common/clock';
import { WakefulError } from '../common/errors';

/** Calls back once after some time. @returns what calls it off */
export type Timer = (delay: Milliseconds, run: () => void) => () => void;

export const timer: Timer = (delay, run) => {
  const id = setTimeout(run, delay);
  return () => clearTimeout(id);
};

export function silence(waited: Milliseconds, remedy: string): WakefulError<'worker-silent'> {
  return new WakefulError('worker-silent', `A worker has not answered for ${waited / SECOND_MS} s.`, remedy);
}

/** The answer, or `worker-silent` when it does not come in time. */
export async function inTime<T>(
  answer: Promise<T>,
  within: Milliseconds,
  remedy: string,
  after: Timer = timer,
): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = after(within, () => reject(silence(within, remedy)));
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    cancel();
  }
}
