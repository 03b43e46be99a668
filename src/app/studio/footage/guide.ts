import type { WakefulnessClass } from '../../../common/classes';
import type { Suggestions } from '../../../footage/recording';

/** What somebody is asked to show, and for how long. */
export interface GuideStep {
  readonly label: WakefulnessClass;
  /** Seconds of getting ready before it. */
  readonly ready: number;
  readonly seconds: number;
}

/** Seconds to read what comes next. */
const READY = 4;

/**
 * Seconds of each state in one round: short enough to sit with closed eyes, long enough that of
 * three rounds so many stretches can be held out that the comparison says how sure it is
 * (fine-tuning/hold-out.ts, LEAST_STRETCHES).
 */
const SHOWN = 18;

const ROUND: readonly GuideStep[] = [
  { label: 'awake', ready: READY, seconds: SHOWN },
  { label: 'drowsy', ready: READY, seconds: SHOWN },
  { label: 'asleep', ready: READY, seconds: SHOWN },
];

/** Rounds by the length of a recording. At least two: some blocks of every state are held out. */
export const ROUNDS = { short: 2, usual: 3, long: 5 } as const;
export type GuideLength = keyof typeof ROUNDS;

export const guideOf = (length: GuideLength): readonly GuideStep[] =>
  Array.from({ length: ROUNDS[length] }, () => ROUND).flat();

export const guideSeconds = (steps: readonly GuideStep[]): number =>
  steps.reduce((sum, { ready, seconds }) => sum + ready + seconds, 0);

/** What is asked for at a time. */
export interface GuideMoment {
  readonly index: number;
  readonly step: GuideStep;
  /** Getting ready, or showing it. */
  readonly isReady: boolean;
  /** Seconds left of it, rounded up. */
  readonly left: number;
}

/** @param time seconds since the recording began. null: the guide is over. */
export function momentOf(steps: readonly GuideStep[], time: number): GuideMoment | null {
  let since = time;
  for (const [index, step] of steps.entries()) {
    if (since < step.ready) return { index, step, isReady: false, left: Math.ceil(step.ready - since) };
    since -= step.ready;
    if (since < step.seconds) return { index, step, isReady: true, left: Math.ceil(step.seconds - since) };
    since -= step.seconds;
  }
  return null;
}

/** Seconds at a step's start that get no proposal: it takes a moment to do as one is told. */
const SLACK = 1;

/** What was asked for is likely, not certain: somebody looks at it before it is used. */
const CONFIDENCE = 0.8;

/** The guide as proposed labels, one for each second of the recording; null while getting ready. */
export function guideSuggestions(steps: readonly GuideStep[], seconds: number): Suggestions {
  return Array.from({ length: seconds }, (_, second) => {
    const from = momentOf(steps, second - SLACK);
    const to = momentOf(steps, second + 0.999);
    if (!from?.isReady || !to?.isReady || from.index !== to.index) return null;
    return { label: from.step.label, confidence: CONFIDENCE };
  });
}
