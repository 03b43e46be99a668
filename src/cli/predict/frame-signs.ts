/**
 * Extracted crops as the fusion reads faces: relative to what the person's own open eyes and usual
 * pose are.
 */
import type { ClassProbabilities } from '../../common/classes';
import { groupBy } from '../../common/group-by';
import { byPerson } from '../../evaluation/methods';
import { quantile } from '../../common/statistics';
import type { CropRow } from '../../footage/dataset/format';
import { OPEN_PERCENTILE } from '../../wakefulness/constants';
import type { FrameSigns } from '../../wakefulness/fusion';

type Measure = 'ear_left' | 'ear_right' | 'mar' | 'pitch' | 'yaw' | 'roll';
/** What a person's faces are measured from; of each eye its open level. */
type Neutral = Readonly<Record<Measure, number>>;

/**
 * Eye aspect ratio of shut lids, of the open one: the median on Yale's "sleepy" faces (see
 * CLOSED_SHARE in wakefulness/constants.ts). Stills have no blinks to measure it from.
 */
const CLOSED_LEVEL = 0.25;

/** Fewer faces do not tell a usual pose. */
const POSE_NEEDS = 5;
/** Lowest open level: eyes that never open must not divide by zero. */
const LEAST_LEVEL = 0.05;

const quantileOf = (rows: readonly Neutral[], measure: Measure, fraction: number): number =>
  quantile(
    rows.map((row) => row[measure]),
    fraction,
  );

/** Open levels by the percentile that the monitor calibrates with; the rest by medians. */
function neutralOf(rows: readonly CropRow[], everybody: Neutral | null): Neutral {
  const usual = (measure: 'mar' | 'pitch' | 'yaw' | 'roll'): number =>
    everybody && rows.length < POSE_NEEDS ? everybody[measure] : quantileOf(rows, measure, 0.5);
  return {
    ear_left: Math.max(LEAST_LEVEL, quantileOf(rows, 'ear_left', OPEN_PERCENTILE)),
    ear_right: Math.max(LEAST_LEVEL, quantileOf(rows, 'ear_right', OPEN_PERCENTILE)),
    mar: usual('mar'),
    pitch: usual('pitch'),
    yaw: usual('yaw'),
    roll: usual('roll'),
  };
}

function signsOf(row: CropRow, neutral: Neutral): FrameSigns {
  const opening = (ear: number, open: number): number => (ear / open - CLOSED_LEVEL) / (1 - CLOSED_LEVEL);
  return {
    openings: {
      left: opening(row.ear_left, neutral.ear_left),
      right: opening(row.ear_right, neutral.ear_right),
    },
    mouth: row.mar - neutral.mar,
    chinDown: row.pitch - neutral.pitch,
    yaw: row.yaw - neutral.yaw,
    roll: row.roll - neutral.roll,
  };
}

/**
 * Each face calibrated on the person's other faces that are labelled awake, as a learner is before
 * the session; who has none is measured by what is usual among all. A face never calibrates itself:
 * it would be exactly open.
 */
export function calibratedSigns(rows: readonly CropRow[]): readonly FrameSigns[] {
  const awake = rows.filter(({ label }) => label === 'awake');
  // Where nobody is awake, nobody's open eyes are known: all faces stand for what is usual.
  const people = [...groupBy(awake.length > 0 ? awake : rows, ({ subject }) => subject).values()];
  const medians = people.map((own) => neutralOf(own, null));
  const middle = (measure: Measure): number => quantileOf(medians, measure, 0.5);
  const everybody: Neutral = {
    ear_left: middle('ear_left'),
    ear_right: middle('ear_right'),
    mar: middle('mar'),
    pitch: middle('pitch'),
    yaw: middle('yaw'),
    roll: middle('roll'),
  };
  const signs = new Array<FrameSigns>(rows.length);
  for (const own of byPerson(rows).values()) {
    const reference = own.map((i) => rows[i]!).filter(({ label }) => label === 'awake');
    const whole = reference.length === 0 ? everybody : neutralOf(reference, everybody);
    for (const i of own) {
      const row = rows[i]!;
      // Among many faces one more or less does not matter.
      const others = reference.length > POSE_NEEDS ? null : reference.filter((one) => one !== row);
      const neutral =
        others === null || others.length === reference.length
          ? whole
          : others.length === 0
            ? everybody
            : neutralOf(others, everybody);
      signs[i] = signsOf(row, neutral);
    }
  }
  return signs;
}

/** Probabilities in the order of the classes, by name. */
export function namedProbabilities(row: ArrayLike<number>): ClassProbabilities {
  return { asleep: row[0]!, drowsy: row[1]!, awake: row[2]! };
}
