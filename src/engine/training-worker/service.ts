import { WakefulError } from '../../common/errors';
import { readCheckpoint } from '../../network/checkpoint';
import { readCheckpointCard } from '../../network/checkpoint-card';
import { backboneDigest, readBackboneFile } from '../../network/weights';
import { Cancelled, PauseSwitch } from '../../training/control';
import { lossReason, startBackend, type RunningBackend } from '../../backends/backend';
import type { TrainEvent, TrainOutcome, TrainRequest, UnfinishedTraining } from '../studio-api';
import { baseCard, loadBase } from '../../fine-tuning/base';
import { readRequest, readVerdict } from '../../fine-tuning/kept';
import type { TrainingParts } from '../../fine-tuning/parts';
import { planRequest } from '../../fine-tuning/plan';
import type { FineTuningService, TrainOptions } from './protocol';
import { runTraining, type RunContext } from '../../fine-tuning/run';

/** Share of the preparation that the network's files take. */
const FILES_SHARE = 0.2;

interface Running {
  readonly pause: PauseSwitch;
  readonly abort: AbortController;
}

/** Makes the training worker's service. */
export function createFineTuningService(parts: TrainingParts): FineTuningService {
  const { checkpoints, unfinished } = parts;
  let running: Running | null = null;

  /** The training that is kept, unless another release kept it in another way. */
  async function kept(): Promise<{
    readonly request: TrainRequest;
    readonly record: NonNullable<RunContext['kept']>;
  } | null> {
    const record = await unfinished.get();
    const request = record && readRequest(record.request);
    return record && request && { request, record };
  }

  async function begin(
    asked: TrainRequest,
    { resume, backend }: TrainOptions,
    emit: (event: TrainEvent) => void,
    { pause, abort }: Running,
  ): Promise<TrainOutcome> {
    const before = resume ? await kept() : null;
    if (resume && !before) throw nothingToResume();
    const request = before?.request ?? asked;
    const planned = await planRequest(parts, request, await baseCard(parts, request.base));
    const [missing] = planned.plan.missing;
    if (missing) throw tooLittle(missing);
    if (!before) {
      await unfinished.keep({ request, step: 0, steps: 0, savedAt: parts.wallClock(), file: null });
    }
    emit({ type: 'preparing', share: 0 });
    const base = await loadBase(parts, request.base, (share) =>
      emit({ type: 'preparing', share: FILES_SHARE * share }),
    );
    const started = await startBackend(parts.starters, backend, parts.wasm);
    emit({ type: 'backend', backend: started.name });
    try {
      return await unlessLost(started, abort, () =>
        runTraining({
          parts,
          request,
          planned,
          base,
          kept: before?.record ?? null,
          backend: started.name,
          pause,
          signal: abort.signal,
          emit,
        }),
      );
    } catch (error) {
      if (error instanceof Cancelled) return { kind: 'cancelled' };
      // Going on would come to the same numbers.
      if (error instanceof WakefulError && error.code === 'training-diverged') await unfinished.discard();
      throw error;
    } finally {
      started.release();
    }
  }

  return {
    plan: async (request) => (await planRequest(parts, request, await baseCard(parts, request.base))).plan,
    async train(request, options, onEvent) {
      if (running) throw new WakefulError('internal', 'A training is running already.', 'Wait for its end.');
      running = { pause: new PauseSwitch(), abort: new AbortController() };
      try {
        return await begin(request, options, onEvent, running);
      } finally {
        running = null;
      }
    },
    pause: () => running?.pause.pause(),
    continue: () => running?.pause.continue(),
    cancel: () => running?.abort.abort(),
    async unfinished(): Promise<UnfinishedTraining | null> {
      const found = await kept();
      if (!found) return null;
      const { step, steps, savedAt } = found.record;
      return { request: found.request, step, steps, savedAt };
    },
    discardUnfinished: () => unfinished.discard(),
    verdict: async (id) => readVerdict(await checkpoints.verdict(id)),
    async importCheckpoint(file, name) {
      const bytes = new Uint8Array(file);
      const backbone = parts.backbones[readCheckpointCard(bytes).backbone];
      const weights = readBackboneFile(
        backbone,
        new Uint8Array(await parts.files.backbone(backbone.id, () => undefined)),
      );
      readCheckpoint(bytes, backbone, await backboneDigest(backbone, weights));
      return checkpoints.add(file, name, null);
    },
  };
}

/** The work's result, or `device-lost` as soon as the device goes away: on a lost one readbacks may never come. */
async function unlessLost<T>(
  backend: RunningBackend,
  abort: AbortController,
  work: () => Promise<T>,
): Promise<T> {
  const lost = backend.lost.then((detail) => {
    abort.abort();
    throw deviceLost(detail);
  });
  try {
    return await Promise.race([work(), lost]);
  } catch (error) {
    if (error instanceof WakefulError && error.code === 'device-lost') throw error;
    const reason = await lossReason(backend);
    throw reason === null ? error : deviceLost(reason, error);
  }
}

function deviceLost(detail: string, cause?: unknown): WakefulError<'device-lost'> {
  return new WakefulError(
    'device-lost',
    `The graphics device was lost: ${detail}.`,
    'Continue the training: it goes on from the last step that was saved.',
    { cause },
  );
}

function nothingToResume(): WakefulError<'training-checkpoint-invalid'> {
  return new WakefulError(
    'training-checkpoint-invalid',
    'There is no unfinished training to go on with.',
    'Start the training anew.',
  );
}

function tooLittle({
  code,
  label,
  have,
  need,
}: {
  readonly code: string;
  readonly label: string | null;
  readonly have: number;
  readonly need: number;
}): WakefulError<'training-too-little'> {
  return new WakefulError(
    'training-too-little',
    `There is too little to train on: ${code}${label === null ? '' : ` (${label})`}, ${have} of ${need}.`,
    'Label more seconds, or add footage.',
  );
}
