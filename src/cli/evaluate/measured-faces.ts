import type { LabelledFace } from '../../evaluation/methods';
import type { CropRow } from '../../footage/dataset/format';
import { combineEyes } from '../../wakefulness/openness';
import type { FrameSigns } from '../../wakefulness/fusion';
import { calibratedSigns } from '../predict/frame-signs';
import { labelled, type Prediction } from '../predict/predictions';

/** How far the eyes of each face are open, in two measures. */
export interface Openings {
  /** Eye aspect ratio of the eye that is less open. */
  readonly fixed: readonly number[];
  /** From shut lids, 0, to the person's own open eyes, 1; both combined as the monitor does it. */
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

export function measureFaces(predictions: readonly Prediction[]): MeasuredFaces {
  const rows = predictions.map(({ row }) => row);
  const signs = calibratedSigns(rows);
  return {
    rows,
    faces: labelled(rows),
    network: predictions.map(({ probabilities }) => probabilities),
    openings: {
      fixed: rows.map((row) => Math.min(row.ear_left, row.ear_right)),
      personal: signs.map(({ openings, yaw }) => combineEyes(openings, yaw)),
    },
    signs,
  };
}
