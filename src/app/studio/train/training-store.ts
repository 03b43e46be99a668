import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Milliseconds } from '../../../common/clock';
import { WakefulError } from '../../../common/errors';
import {
  PAPER_MIXUP,
  type Studio,
  type TrainEvent,
  type TrainPlan,
  type TrainRequest,
  type UnfinishedTraining,
} from '../../../engine/studio-api';
import type { BackendName } from '../../../engine/protocol';
import { studioProblemOf, type StudioProblem } from '../../shared/problems/studio-problem';

/** What is chosen before a training; the recordings are chosen beside it. */
export type TrainSettings = Omit<TrainRequest, 'recordingIds'>;

/** The last stages learn a face's own lids; the whole network needs more footage than most people have. */
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
  readonly share: number;
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
  readonly notSaved: StudioProblem | null;
}

const NOTHING_YET: TrainProgress = {
  stage: 'starting',
  backend: null,
  share: 0,
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
      return { ...progress, stage: event.type, share: event.share };
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
      return { ...progress, notSaved: studioProblemOf(new WakefulError(event.code, event.detail, '')) };
    case 'paused':
    case 'continued':
      return progress;
  }
}

export interface TrainingState {
  readonly phase: 'idle' | 'running' | 'paused' | 'stopping';
  readonly progress: TrainProgress;
  /** null: not known yet, or being computed. */
  readonly plan: TrainPlan | null;
  /** undefined until it was read. */
  readonly unfinished: UnfinishedTraining | null | undefined;
  /** The model that was made last on this page. */
  readonly made: string | null;
  readonly problem: StudioProblem | null;

  readonly refresh: () => Promise<void>;
  /** Computes what a training would need. A later call overtakes an earlier one. */
  readonly look: (request: TrainRequest) => Promise<void>;
  readonly start: (request: TrainRequest) => Promise<void>;
  /** Goes on with the unfinished training. */
  readonly resume: () => Promise<void>;
  readonly pause: () => void;
  readonly continue: () => void;
  /** Stops; what was learned so far is kept and can be resumed. */
  readonly stop: () => void;
  /** Stops without waiting for anything to be kept: its worker is gone. */
  readonly end: () => void;
  readonly discard: () => Promise<void>;
  readonly dismissProblem: () => void;
}

export type TrainingStore = StoreApi<TrainingState>;

/** @param onMade told when a new model is in the library */
export function createTrainingStore(studio: Studio, onMade: () => Promise<void>): TrainingStore {
  let running = new AbortController();
  let end = (): void => undefined;
  let looks = 0;

  return createStore<TrainingState>()((set, get) => {
    function hear(event: TrainEvent): void {
      const progress = afterTrainEvent(get().progress, event);
      if (event.type === 'paused') set({ progress, phase: 'paused' });
      else if (event.type === 'continued' && get().phase === 'paused') set({ progress, phase: 'running' });
      else set({ progress });
    }

    async function train(request: TrainRequest, resume: boolean): Promise<void> {
      if (get().phase !== 'idle') return;
      running = new AbortController();
      set({ phase: 'running', progress: NOTHING_YET, made: null, problem: null });
      try {
        const ended = new Promise<never>((_, reject) => {
          end = () => reject(new DOMException('the studio was ended', 'AbortError'));
        });
        const training = studio.train(request, { resume, onEvent: hear }, running.signal);
        const outcome = await Promise.race([training, ended]);
        if (outcome.kind === 'finished') {
          await onMade();
          set({ made: outcome.checkpointId });
        }
      } catch (error) {
        if (!running.signal.aborted) set({ problem: studioProblemOf(error) });
      }
      await get().refresh();
      set({ phase: 'idle' });
    }

    return {
      phase: 'idle',
      progress: NOTHING_YET,
      plan: null,
      unfinished: undefined,
      made: null,
      problem: null,

      async refresh() {
        try {
          set({ unfinished: await studio.unfinished() });
        } catch (error) {
          set({ unfinished: null, problem: studioProblemOf(error) });
        }
      },
      async look(request) {
        const look = ++looks;
        try {
          const plan = await studio.plan(request);
          if (look === looks) set({ plan });
        } catch (error) {
          if (look === looks) set({ plan: null, problem: studioProblemOf(error) });
        }
      },
      start: (request) => train(request, false),
      async resume() {
        const { unfinished } = get();
        if (unfinished) await train(unfinished.request, true);
      },
      pause: () => studio.pause(),
      continue: () => studio.continue(),
      stop() {
        set({ phase: 'stopping' });
        running.abort();
      },
      end() {
        running.abort();
        end();
      },
      async discard() {
        try {
          await studio.discardUnfinished();
        } catch (error) {
          set({ problem: studioProblemOf(error) });
        }
        await get().refresh();
      },
      dismissProblem: () => set({ problem: null }),
    };
  });
}
