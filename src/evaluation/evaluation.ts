/** The evaluation of a checkpoint, as the report prints it and evaluation.json stores it. */
import type { WakefulnessClass } from '../common/classes';
import { bootstrap, type Interval } from './bootstrap';
import { calibration, type ReliabilityBin } from './calibration';
import type { EventCounts } from './events';
import {
  byPerson,
  type ClassSummary,
  type LabelledFace,
  type MethodDifference,
  type MethodSummary,
} from './methods';
import type { ReplaySummary } from './replays';

export interface CalibrationSummary {
  readonly ece: Interval;
  readonly nll: Interval;
  readonly brier: Interval;
  readonly bins: readonly ReliabilityBin[];
}

/** Calibrating every resample takes its time; two digits are stable from here on. */
const RESAMPLES = 500;

/** How far the posterior can be believed, with intervals over people. */
export function summariseCalibration(
  faces: readonly LabelledFace[],
  probabilities: readonly ArrayLike<number>[],
  seed: number,
): CalibrationSummary {
  const people = [...byPerson(faces).values()];
  const of = (measure: 'ece' | 'nll' | 'brier'): Interval =>
    bootstrap(
      people,
      (some) => {
        const all = some.flat();
        return calibration(
          all.map((i) => probabilities[i]!),
          all.map((i) => faces[i]!.label),
        )[measure];
      },
      { seed, resamples: RESAMPLES },
    );
  const { bins } = calibration(
    probabilities,
    faces.map(({ label }) => label),
  );
  return { ece: of('ece'), nll: of('nll'), brier: of('brier'), bins };
}

export interface SubjectScore {
  readonly subject: string;
  /** Faces of each class. */
  readonly counts: readonly number[];
  readonly macroF1: number;
  readonly accuracy: number;
  /** macro-F1 of the eyes alone; null: they could not be fitted. */
  readonly eyes: number | null;
}

/** Sessions of the same name, of all people: the conditions of a set like yale. */
export interface ConditionScore {
  readonly session: string;
  /** Faces of each class, and faces for which the network predicted it. */
  readonly counts: readonly number[];
  readonly predicted: readonly number[];
  readonly accuracy: number;
}

/** Eyes alone, network alone, both, on one kind of picture. */
export interface AblationGroup {
  readonly group: string;
  readonly people: number;
  readonly counts: readonly number[];
  /** In the order eyes, network, both. */
  readonly methods: readonly MethodSummary[];
  /** Both less each of the two. */
  readonly differences: readonly MethodDifference[];
}

export interface ReplayedRun {
  readonly name: string;
  readonly summary: ReplaySummary;
}

export interface SessionScore {
  readonly subject: string;
  readonly session: string;
  readonly calibration: string;
  /** By run, in the order of the runs. */
  readonly counts: readonly EventCounts[];
}

export interface Evaluation {
  /** Lines about data, checkpoint and how the baselines were fitted. */
  readonly settings: readonly string[];
  readonly remarks: readonly string[];
  readonly classes: readonly WakefulnessClass[];
  /** The network first. */
  readonly methods: readonly MethodSummary[];
  readonly differences: readonly MethodDifference[];
  /** Of the network, in the order of the classes. */
  readonly perClass: readonly ClassSummary[];
  readonly calibration: CalibrationSummary;
  readonly ablation: readonly AblationGroup[];
  /** null: there is no video session. */
  readonly videos: {
    readonly runs: readonly ReplayedRun[];
    readonly sessions: readonly SessionScore[];
  } | null;
  /** Empty where sessions are named too differently to be conditions. */
  readonly conditions: readonly ConditionScore[];
  readonly subjects: readonly SubjectScore[];
}
