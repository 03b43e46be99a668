import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { Clock, Milliseconds } from '../../../common/clock';
import { WakefulError } from '../../../common/errors';
import type { BackendName } from '../../../engine/protocol';
import {
  PAPER_MIXUP,
  type ExtractRequest,
  type Studio,
  type TrainEvent,
  type TrainPlan,
  type TrainRequest,
  type UnfinishedTraining,
} from '../../../engine/studio-api';
import { toProblem, type Problem } from '../../shared/problems/problem';
import { hrefOf } from '../../shared/routes';
import type { createFootageStore } from '../footage/footage-store';
import { labelledCount } from '../recordings';

/** What is chosen before a training; the recordings are chosen beside it. */
export type TrainSettings = Omit<TrainRequest, 'recordingIds'>;

/** The last stages learn a face's own lids; the whole network needs more footage than most have. */
export const DEFAULT_TRAINING: TrainSettings = {
  depth: 'last',
  holdOut: 'blocks',
  mixup: PAPER_MIXUP,
  epochs: 6,
  seed: 1,
  base: null,
  name: '',
};

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** How far a training is. */
export interface TrainProgress {
  readonly stage: 'starting' | 'preparing' | 'training' | 'comparing';
  readonly backend: BackendName | null;
  /** Of preparing or comparing, 0..1. */
  readonly fraction: number;
  readonly step: number;
  readonly steps: number;
  readonly remaining: Milliseconds | null;
  readonly loss: readonly CurvePoint[];
  /** Whether seconds are set aside for `macroF1`; there may be too few. */
  readonly validates: boolean;
  readonly macroF1: readonly CurvePoint[];
  /** Step of the best validation. */
  readonly best: number | null;
  /** Step up to which it could be resumed after a reload. */
  readonly saved: number | null;
  /** Why the last save failed: the training goes on, and what is new is lost if the page closes. */
  readonly notSaved: Problem | null;
}

const NOTHING_YET: TrainProgress = {
  stage: 'starting',
  backend: null,
  fraction: 0,
  step: 0,
  steps: 0,
  remaining: null,
  loss: [],
  validates: true,
  macroF1: [],
  best: null,
  saved: null,
  notSaved: null,
};

/** What one event of the engine changes. */
export function afterTrainEvent(progress: TrainProgress, event: TrainEvent): TrainProgress {
  switch (event.type) {
    case 'backend':
      return { ...progress, backend: event.backend };
    case 'planned':
      return { ...progress, steps: event.steps, validates: event.validates };
    case 'preparing':
    case 'comparing':
      return { ...progress, stage: event.type, fraction: event.share };
    case 'step': {
      const { step, steps, loss, remaining } = event;
      const point = { step, value: loss };
      return { ...progress, stage: 'training', step, steps, remaining, loss: [...progress.loss, point] };
    }
    case 'validation': {
      const point = { step: event.step, value: event.macroF1 };
      const best = event.best ? event.step : progress.best;
      return { ...progress, macroF1: [...progress.macroF1, point], best };
    }
    case 'saved':
      return { ...progress, saved: event.step, notSaved: null };
    case 'not-saved':
      return { ...progress, notSaved: toProblem(new WakefulError(event.code, event.detail, ''), 'studio') };
    case 'paused':
    case 'continued':
      return progress;
  }
}

const NOTHING_READ = {
  phase: 'idle' as 'idle' | 'running' | 'paused' | 'stopping',
  progress: NOTHING_YET,
  /** null: not known yet, or being computed. */
  plan: null as TrainPlan | null,
  /** undefined until it was read. */
  unfinished: undefined as UnfinishedTraining | null | undefined,
  /** The model that was made last on this page. */
  made: null as string | null,
  /** Time that the last training on this page took, by the estimate; null: none was measured. */
  pace: null as number | null,
  problem: null as Problem | null,
};

/** A name changes nothing of what is planned. */
const keyOf = (request: TrainRequest): string => JSON.stringify({ ...request, name: '' });

/**
 * @param onMade told when a new model is in the library
 * @param now monotonic ms
 */
export function createTrainingStore(
  studio: Studio,
  onMade: () => Promise<void>,
  now: Clock = () => performance.now(),
) {
  let running = new AbortController();
  let end = (): void => undefined;
  let looks = 0;
  let pauses = 0;
  /** What `plan` is of. */
  let planOf = '';

  return createStore(
    combine(NOTHING_READ, (set, get) => {
      function hear(event: TrainEvent): void {
        const progress = afterTrainEvent(get().progress, event);
        if (event.type === 'paused') pauses += 1;
        if (event.type === 'paused') set({ progress, phase: 'paused' });
        else if (event.type === 'continued' && get().phase === 'paused') set({ progress, phase: 'running' });
        else set({ progress });
      }

      async function refresh(): Promise<void> {
        try {
          set({ unfinished: await studio.unfinished() });
        } catch (error) {
          set({ unfinished: null, problem: toProblem(error, 'studio') });
        }
      }

      const neverPaused = (): boolean => pauses === 0;

      async function train(request: TrainRequest, resume: boolean): Promise<void> {
        if (get().phase !== 'idle') return;
        running = new AbortController();
        const expected = planOf === keyOf(request) ? get().plan?.duration[request.depth] : undefined;
        const began = now();
        pauses = 0;
        set({ phase: 'running', progress: NOTHING_YET, made: null, problem: null });
        try {
          const ended = new Promise<never>((_, reject) => {
            end = () => reject(new DOMException('the studio was ended', 'AbortError'));
          });
          const training = studio.train(request, { resume, onEvent: hear }, running.signal);
          const outcome = await Promise.race([training, ended]);
          if (outcome.kind === 'finished') {
            if (expected && !resume && neverPaused()) set({ pace: (now() - began) / expected });
            await onMade();
            set({ made: outcome.checkpointId });
          }
        } catch (error) {
          if (!running.signal.aborted) set({ problem: toProblem(error, 'studio') });
        }
        await refresh();
        set({ phase: 'idle' });
      }

      return {
        refresh,
        /** Computes what a training would need. A later call overtakes an earlier one. */
        look: async (request: TrainRequest): Promise<void> => {
          const look = ++looks;
          try {
            const plan = await studio.plan(request);
            if (look !== looks) return;
            planOf = keyOf(request);
            set({ plan });
          } catch (error) {
            if (look === looks) set({ plan: null, problem: toProblem(error, 'studio') });
          }
        },
        start: (request: TrainRequest) => train(request, false),
        /** Goes on with the unfinished training. */
        resume: async (): Promise<void> => {
          const { unfinished } = get();
          if (unfinished) await train(unfinished.request, true);
        },
        pause: (): void => studio.pause(),
        continue: (): void => studio.continue(),
        /** Stops; what was learned so far is kept and can be resumed. */
        stop: (): void => {
          set({ phase: 'stopping' });
          running.abort();
        },
        /** Stops without waiting for anything to be kept: its worker is gone. */
        end: (): void => {
          running.abort();
          end();
        },
        discard: async (): Promise<void> => {
          try {
            await studio.discardUnfinished();
          } catch (error) {
            set({ problem: toProblem(error, 'studio') });
          }
          await refresh();
        },
        dismissProblem: (): void => set({ problem: null }),
      };
    }),
  );
}

const FOOTAGE = [
  hrefOf({ page: 'studio', view: { name: 'footage' } }),
  hrefOf({ page: 'studio', view: { name: 'footage', adds: true } }),
];

/** From a film with its labels to a training with the defaults, on all footage of that person. */
export function createTrainAtOnce(
  studio: Studio,
  footage: ReturnType<typeof createFootageStore>,
  training: ReturnType<typeof createTrainingStore>,
) {
  return async (film: ExtractRequest, name: string): Promise<void> => {
    await footage.getState().extract([film]);
    const own = (footage.getState().recordings ?? []).filter(
      (recording) => recording.personId === film.personId && labelledCount(recording) > 0,
    );
    const read = own.find(({ session }) => session === film.session);
    // It failed or was stopped, which is told with the film.
    if (read?.extraction.kind !== 'done') return;
    const recordingIds = own.map(({ id }) => id);
    const request: TrainRequest = { ...DEFAULT_TRAINING, recordingIds, name };
    const plan = await studio.plan(request).catch(() => null);
    // Somebody who has gone elsewhere meanwhile is left there.
    if (FOOTAGE.includes(location.hash)) location.hash = hrefOf({ page: 'studio', view: { name: 'train' } });
    const { unfinished, start } = training.getState();
    // What is missing is said on that page; an unfinished training is not thrown away unasked.
    if (plan?.missing.length === 0 && !unfinished) await start(request);
  };
}
