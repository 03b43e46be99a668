import type { WakefulnessClass } from '../../src/common/classes';
import { Random } from '../../src/common/random';
import type { Verdict } from '../../src/engine/studio-api';
import type { FrameSignals, SecondLabels } from '../../src/footage/recording';

const FRAMES_PER_SECOND = 10;

/** Stretches of a made-up recording, seconds. */
const STORY: readonly (readonly [WakefulnessClass | 'away', number])[] = [
  ['awake', 26],
  ['drowsy', 18],
  ['asleep', 12],
  ['away', 3],
  ['awake', 14],
  ['drowsy', 10],
  ['asleep', 7],
];

/** What each second of it shows; null: nobody. */
export const STORY_LABELS: SecondLabels = STORY.flatMap(([what, seconds]) =>
  Array.from({ length: seconds }, () => (what === 'away' ? null : what)),
);

/** Eye opening, 0 closed … 1 open, of somebody in a state. */
function openness(what: WakefulnessClass, t: number): number {
  if (what === 'asleep') return 0;
  if (what === 'awake') return t % 3.7 < 0.2 ? 0.05 : 1;
  return t % 3 < 0.7 ? 0.1 : 0.55;
}

/** The frames that an extraction of such a recording would keep. */
export function storyFrames(seed = 1): readonly FrameSignals[] {
  const random = Random.seeded(seed);
  let crop = 0;
  return Array.from({ length: STORY_LABELS.length * FRAMES_PER_SECOND }, (_, i): FrameSignals => {
    const time = i / FRAMES_PER_SECOND;
    const what = STORY_LABELS[Math.floor(time)] ?? null;
    if (what === null) return { time, signals: null, missing: 'no-face', crop: null };
    const ear = 0.07 + 0.23 * openness(what, time) + 0.006 * random.normal();
    const nod = what === 'drowsy' ? 6 * Math.sin(time) : 0;
    return {
      time,
      signals: {
        ear: { left: ear, right: ear + 0.004 * random.normal() },
        mar: 0.03,
        pose: { pitch: nod + random.normal(), yaw: 2 * random.normal(), roll: random.normal() },
      },
      missing: null,
      crop: i % 5 === 0 ? crop++ : null,
    };
  });
}

const WORDS = ['asleep', 'drowsy', 'awake'] as const;

/** A comparison, better or worse; its pictures are drawn by `draw`. */
export function verdictOf(
  advice: Verdict['advice'],
  recordingId: string,
  draw: (index: number) => Blob,
): Verdict {
  const random = Random.seeded(7);
  const good = {
    macroF1: 0.83,
    f1: [0.86, 0.75, 0.88],
    confusion: [
      [7, 1, 0],
      [1, 11, 3],
      [0, 2, 14],
    ],
  };
  const poor = {
    macroF1: 0.58,
    f1: [0.67, 0.41, 0.66],
    confusion: [
      [5, 2, 1],
      [2, 6, 7],
      [0, 4, 12],
    ],
  };
  const points = (spread: number) =>
    [0, 1].flatMap((person) =>
      WORDS.flatMap((group, i) =>
        Array.from({ length: 24 }, () => ({
          x: (1 - spread) * 5 * person + spread * 6 * Math.cos(2 * i) + random.normal(),
          y: (1 - spread) * 3 * person + spread * 6 * Math.sin(2 * i) + random.normal(),
          group,
          personId: `p${person + 1}`,
        })),
      ),
    );
  const mixed = Array.from({ length: 14 }, () => ({
    x: 1.5 + random.normal(),
    y: 2.6 + random.normal(),
    group: 'drowsy+awake',
    personId: 'p1',
  }));
  const isBetter = advice === 'better' || advice === 'promising';
  return {
    before: isBetter || advice === 'same' ? poor : good,
    after: advice === 'worse' ? poor : advice === 'same' ? { ...poor, macroF1: 0.59 } : good,
    difference:
      advice === 'promising'
        ? { low: NaN, high: NaN }
        : isBetter
          ? { low: 0.11, high: 0.36 }
          : advice === 'same'
            ? { low: -0.06, high: 0.08 }
            : { low: -0.34, high: -0.12 },
    advice,
    worst: [31, 40, 62, 77].map((second, i) => ({
      recordingId,
      second,
      crop: 2 * second,
      truth: WORDS[(i + 1) % 3]!,
      before: WORDS[i % 3]!,
      after: WORDS[(i + 2) % 3]!,
    })),
    projection: { before: points(0.25), after: [...points(0.9), ...mixed] },
    mixupExamples: [0.86, 0.31].map((lambda) => ({
      lambda,
      labels: ['drowsy', 'awake'],
      pictures: [draw(60), draw(70), draw(4)],
    })),
    steps: 84,
    bestStep: 42,
    backend: 'wasm',
  };
}
