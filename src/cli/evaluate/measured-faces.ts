import { byPerson, type LabelledFace } from '../../evaluation/methods';
import { quantile } from '../../common/statistics';
import type { CropRow } from '../../footage/dataset/format';
import { OPEN_PERCENTILE } from '../../wakefulness/constants';
import { combineEyes } from '../../wakefulness/openness';
import type { FrameSigns } from '../../wakefulness/fusion';
import { frameSigns } from '../predict/frame-signs';
import { labelled, type Prediction } from '../predict/predictions';

/** How far the eyes of each face are open, in two measures. */
export interface Openings {
  /** Eye aspect ratio of the eye that is less open. */
  readonly fixed: readonly number[];
  /** As a fraction of the person's own open level, both eyes combined as the monitor does it. */
  readonly personal: readonly number[];
}

/** Faces with everything that is measured on them, in one order. */
export interface MeasuredFaces {
  readonly rows: readonly CropRow[];
  /** Whose they are, and their true classes. */
  readonly faces: readonly LabelledFace[];
  /** The network's posterior of each face. */
  readonly network: readonly ArrayLike<number>[];
  readonly openings: Openings;
  /** Each face as the monitor's fusion reads it. */
  readonly signs: readonly FrameSigns[];
}

/** Lowest open level, an eye aspect ratio: eyes that never open must not divide by zero. */
const LEAST_LEVEL = 1e-3;

/**
 * The open level of each eye is the percentile that the monitor calibrates with, taken over all
 * crops of the person whatever their labels: people who are hardly ever awake in the data seem to
 * have smaller eyes.
 */
export function openingsOf(rows: readonly CropRow[]): Openings {
  const personal = new Array<number>(rows.length);
  for (const own of byPerson(rows).values()) {
    const level = (eye: 'ear_left' | 'ear_right'): number => {
      const openings = own.map((i) => rows[i]![eye]);
      return Math.max(LEAST_LEVEL, quantile(openings, OPEN_PERCENTILE));
    };
    const open = { left: level('ear_left'), right: level('ear_right') };
    for (const i of own) {
      const { ear_left: left, ear_right: right, yaw } = rows[i]!;
      personal[i] = combineEyes({ left: left / open.left, right: right / open.right }, yaw);
    }
  }
  return { fixed: rows.map((row) => Math.min(row.ear_left, row.ear_right)), personal };
}

export function measureFaces(predictions: readonly Prediction[]): MeasuredFaces {
  const rows = predictions.map(({ row }) => row);
  return {
    rows,
    faces: labelled(rows),
    network: predictions.map(({ probabilities }) => probabilities),
    openings: openingsOf(rows),
    signs: frameSigns(rows),
  };
}
