import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { WakefulnessClass } from '../../../common/classes';
import { SECOND_MS } from '../../../common/clock';
import type { Suggestions } from '../../../footage/recording';
import { isAbort, toProblem, type Problem } from '../../shared/problems/problem';
import { filmType, startFilm, type CameraFilm, type FilmParts } from './camera-film';

export interface GuidedRecordingParts extends FilmParts {
  /** Told the video, its guide, and how many whole seconds were recorded. */
  readonly onFilm: (file: File, steps: readonly GuideStep[], seconds: number) => void;
}

/** ms between two looks at the clock: the countdown is in whole seconds. */
const TICK = 200;

const IDLE = {
  phase: 'idle' as 'idle' | 'opening' | 'recording' | 'saving',
  stream: null as MediaStream | null,
  steps: [] as readonly GuideStep[],
  /** null unless it records. */
  moment: null as GuideMoment | null,
  problem: null as Problem | null,
};

/** Camera, film and guide. */
export function createGuidedRecording({ name, openCamera, alerts, now, onFilm }: GuidedRecordingParts) {
  let attempt = new AbortController();
  let running: { readonly film: CameraFilm; readonly close: () => void } | null = null;
  let startedAt: number | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  return createStore(
    combine(IDLE, (set, get) => {
      const elapsed = (): number => (startedAt === null ? 0 : (now() - startedAt) / SECOND_MS);

      /** Turns the camera off and forgets what was filmed. */
      function discard(): void {
        attempt.abort();
        clearInterval(timer);
        running?.film.discard();
        running?.close();
        running = null;
        startedAt = null;
        set({ phase: 'idle', stream: null, moment: null });
      }

      function tick(): void {
        const { steps, moment: last } = get();
        const moment = momentOf(steps, elapsed());
        // Whoever has closed their eyes hears that it is over.
        if (last?.step.label === 'asleep' && last.isReady && moment?.index !== last.index)
          void alerts.testSound('gentle');
        set({ moment });
        if (elapsed() >= guideSeconds(steps)) void finish();
      }

      async function open(type: string, length: GuideLength): Promise<void> {
        attempt = new AbortController();
        const { signal } = attempt;
        set({ phase: 'opening', problem: null });
        try {
          const { stream, close } = await openCamera(() => void finish());
          if (signal.aborted) close();
          signal.throwIfAborted();
          const steps = guideOf(length);
          set({ steps, stream });
          const film = startFilm(stream, type, name, () => {
            startedAt = now();
            set({ phase: 'recording', moment: momentOf(steps, 0) });
            timer = setInterval(tick, TICK);
          });
          running = { film, close };
        } catch (error) {
          if (isAbort(error)) return;
          discard();
          set({ problem: toProblem(error, 'studio') });
        }
      }

      /** Also when the camera goes away: what was filmed until then is used. */
      async function finish(): Promise<void> {
        if (!running) return;
        const { film, close } = running;
        running = null;
        clearInterval(timer);
        set({ phase: 'saving', moment: null });
        const seconds = Math.floor(elapsed());
        try {
          const file = await film.finish();
          close();
          onFilm(file, get().steps, seconds);
        } catch (error) {
          close();
          discard();
          set({ problem: toProblem(error, 'studio') });
        }
      }

      return {
        begin: (length: GuideLength): void => {
          // In the click: browsers make sounds after one only.
          alerts.unlock();
          const type = filmType();
          if (type !== null) void open(type, length);
        },
        /** Ends it before its time and uses what there is. */
        finish: (): void => void finish(),
        discard,
      };
    }),
  );
}

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
