import { byPerson } from '../../evaluation/methods';
import { quantile } from '../../evaluation/statistics';
import { OPEN_PERCENTILE } from '../../wakefulness/constants';
import { combineEyes } from '../../wakefulness/openness';
import type { CropRow } from '../../footage/dataset/format';

/** How far the eyes of each face are open, in two measures. */
export interface Openings {
  /** Eye aspect ratio of the eye that is less open. */
  readonly fixed: readonly number[];
  /** The same as a share of the person's own open level, the two eyes put together as the monitor does it. */
  readonly personal: readonly number[];
}

/** Eye aspect ratio that an open level is at least: eyes that never open have no level to be measured by. */
const LEAST_LEVEL = 1e-3;

/**
 * The open level of each eye is the percentile of the person's own openings that the monitor calibrates with, over all
 * of their crops, whatever their labels: a person who is hardly ever awake in the data seems to have smaller eyes.
 */
export function openingsOf(rows: readonly CropRow[]): Openings {
  const personal = new Array<number>(rows.length);
  for (const own of byPerson(rows).values()) {
    const level = (eye: 'ear_left' | 'ear_right'): number =>
      Math.max(
        LEAST_LEVEL,
        quantile(
          own.map((i) => rows[i]![eye]),
          OPEN_PERCENTILE,
        ),
      );
    const open = { left: level('ear_left'), right: level('ear_right') };
    for (const i of own) {
      const { ear_left: left, ear_right: right, yaw } = rows[i]!;
      personal[i] = combineEyes({ left: left / open.left, right: right / open.right }, yaw);
    }
  }
  return { fixed: rows.map((row) => Math.min(row.ear_left, row.ear_right)), personal };
}
