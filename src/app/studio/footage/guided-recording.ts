import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { SECOND_MS } from '../../../common/clock';
import { isAbort, toProblem, type Problem } from '../../shared/problems/problem';
import { filmType, startFilm, type CameraFilm, type FilmParts } from './camera-film';
import { guideOf, guideSeconds, momentOf, type GuideLength, type GuideMoment, type GuideStep } from './guide';

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
