import type { HeldOutResult } from '../../../engine/studio-api';
import { units } from '../../strings';

/** Macro-F1 and F1 as people compare them: two digits. */
export const score = (value: number | null): string => (value === null ? units.none : value.toFixed(2));

/** A difference with its sign: `+0.08`, `−0.02`. */
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** Seconds that were judged. */
export const totalSeconds = ({ confusion }: HeldOutResult): number =>
  confusion.flat().reduce((sum, count) => sum + count, 0);
