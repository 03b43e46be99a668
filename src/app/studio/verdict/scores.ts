import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../../common/classes';
import type { HeldOutResult } from '../../../engine/studio-api';
import { units } from '../../strings';

/** Macro-F1 and F1 as people compare them: two digits. */
export const score = (value: number | null): string => (value === null ? units.none : value.toFixed(2));

/** A difference with its sign: `+0.08`, `−0.02`. */
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** Seconds that were judged. */
export const totalSeconds = ({ confusion }: HeldOutResult): number =>
  confusion.flat().reduce((sum, count) => sum + count, 0);

/** F1 by which a state must have fallen before it is said: less is a second or two. */
const WORTH_SAYING = 0.03;

/** States that are recognised less well than before, whatever the mean over all of them says. */
export const lost = (
  before: HeldOutResult,
  after: HeldOutResult,
): readonly { readonly label: WakefulnessClass; readonly then: number; readonly now: number }[] =>
  WAKEFULNESS_CLASSES.flatMap((label, i) => {
    const [then, now] = [before.f1[i] ?? null, after.f1[i] ?? null];
    return then !== null && now !== null && now < then - WORTH_SAYING ? [{ label, then, now }] : [];
  });
