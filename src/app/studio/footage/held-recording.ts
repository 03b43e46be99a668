import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../../common/classes';
import { SECOND_MS } from '../../../common/clock';
import type { SecondLabels } from '../../../footage/recording';
import { isAbort, toProblem, type Problem } from '../../shared/problems/problem';
import type { StudioCamera } from '../context';
import { filmType, startFilm, type CameraFilm, type FilmParts } from './camera-film';

/** Seconds of each state: together a minute, and enough that some of it can be held out. */
export const HELD_SECONDS = 20;

/** Seconds of each state from which on it may end early: some of them train, one is held out. */
export const LEAST_HELD = 5;

/** One state being shown, in seconds of the film. */
export interface Hold {
  readonly label: WakefulnessClass;
  readonly from: number;
  readonly to: number;
}

/**
 * Seconds at a hold's start and end that get no label: it takes a moment to show a state, the hand
 * moves at the end, and the film's clock is not exactly ours.
 */
const START_SLACK = 1;
const END_SLACK = 0.25;

/** The label of each second of the film that lies within one hold. */
export const labelsOfHolds = (holds: readonly Hold[]): SecondLabels =>
  Array.from({ length: Math.ceil(holds.at(-1)?.to ?? 0) }, (_, second) => {
    const held = holds.find(({ from, to }) => second >= from + START_SLACK && second + 1 <= to - END_SLACK);
    return held?.label ?? null;
  });

const secondsOf = (holds: readonly Hold[], label: WakefulnessClass): number =>
  holds.reduce((sum, hold) => (hold.label === label ? sum + hold.to - hold.from : sum), 0);

export interface HeldRecordingParts extends FilmParts {
  /** Told the video, and what was held in each of its seconds. */
  readonly onFilm: (file: File, labels: SecondLabels) => void;
}

/** ms between two looks at the clock. */
const TICK = 100;

const IDLE = {
  phase: 'idle' as 'idle' | 'opening' | 'ready' | 'saving',
  stream: null as MediaStream | null,
  /** The state that is being recorded. */
  holding: null as WakefulnessClass | null,
  /** Seconds recorded of each. */
  held: { asleep: 0, drowsy: 0, awake: 0 } as Readonly<Record<WakefulnessClass, number>>,
  problem: null as Problem | null,
};

/** A film of what somebody shows while they hold a state's button, and of nothing between. */
export function createHeldRecording({ name, openCamera, alerts, now, onFilm }: HeldRecordingParts) {
  let attempt = new AbortController();
  let camera: StudioCamera | null = null;
  let film: CameraFilm | null = null;
  /** The recorder has begun: until then no time passes in the film. */
  let isRolling = false;
  let holds: readonly Hold[] = [];
  let startedAt: number | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  return createStore(
    combine(IDLE, (set, get) => {
      /** All holds, the one that goes on too. */
      function soFar(): readonly Hold[] {
        const label = get().holding;
        if (label === null || startedAt === null) return holds;
        const from = holds.at(-1)?.to ?? 0;
        const most = HELD_SECONDS - secondsOf(holds, label);
        return [...holds, { label, from, to: from + Math.min(most, (now() - startedAt) / SECOND_MS) }];
      }

      function tick(): void {
        const { holding } = get();
        const all = soFar();
        const held = {
          asleep: secondsOf(all, 'asleep'),
          drowsy: secondsOf(all, 'drowsy'),
          awake: secondsOf(all, 'awake'),
        };
        set({ held });
        if (holding === null || held[holding] < HELD_SECONDS) return;
        // Whoever has closed their eyes hears that it is over.
        void alerts.testSound('gentle');
        release();
        if (WAKEFULNESS_CLASSES.every((label) => held[label] >= HELD_SECONDS)) void finish();
      }

      function release(): void {
        clearInterval(timer);
        holds = soFar();
        startedAt = null;
        set({ holding: null });
        if (isRolling) film?.pause();
      }

      function press(label: WakefulnessClass): void {
        const { phase, stream, held } = get();
        const type = filmType();
        if (phase !== 'ready' || !stream || type === null || held[label] >= HELD_SECONDS) return;
        if (get().holding !== null) release();
        set({ holding: label });
        timer = setInterval(tick, TICK);
        if (isRolling) {
          film?.resume();
          startedAt = now();
        } else {
          film ??= startFilm(stream, type, name, () => {
            isRolling = true;
            if (get().holding === null) film?.pause();
            else startedAt = now();
          });
        }
      }

      /** Turns the camera off and forgets what was filmed. */
      function discard(): void {
        attempt.abort();
        clearInterval(timer);
        film?.discard();
        camera?.close();
        [camera, film, isRolling, holds, startedAt] = [null, null, false, [], null];
        set(IDLE);
      }

      async function open(): Promise<void> {
        attempt = new AbortController();
        const { signal } = attempt;
        set({ phase: 'opening', problem: null });
        try {
          const opened = await openCamera(() => void finish());
          if (signal.aborted) opened.close();
          signal.throwIfAborted();
          camera = opened;
          set({ phase: 'ready', stream: opened.stream });
        } catch (error) {
          if (isAbort(error)) return;
          discard();
          set({ problem: toProblem(error, 'studio') });
        }
      }

      /** Also when the camera goes away: what was recorded until then is used. */
      async function finish(): Promise<void> {
        if (get().phase !== 'ready') return;
        if (get().holding !== null) release();
        const [ended, labels] = [film, labelsOfHolds(holds)];
        if (!ended || labels.every((label) => label === null)) {
          discard();
          return;
        }
        set({ phase: 'saving' });
        try {
          onFilm(await ended.finish(), labels);
          discard();
        } catch (error) {
          discard();
          set({ problem: toProblem(error, 'studio') });
        }
      }

      return {
        open: (): void => {
          // In the click: browsers make sounds after one only.
          alerts.unlock();
          if (filmType() !== null) void open();
        },
        press,
        release: (): void => {
          if (get().holding !== null) release();
        },
        /** Ends it before its time and uses what there is. */
        finish: (): void => void finish(),
        discard,
      };
    }),
  );
}
