import type { BackendName } from '../../common/backends';
import type { Clock } from '../../common/clock';
import { WakefulError } from '../../common/errors';
import { lossReason, type RunningBackend } from '../../backends/backend';
import { backboneOf, loadBase, readNetwork, rehearseBase, type NetworkSource } from '../../fine-tuning/base';
import type { TrainEvent, TrainOutcome } from '../../fine-tuning/events';
import { fineTune, type FineTuned, type FineTuningStorage } from '../../fine-tuning/fine-tune';
import { assertEnough, planRequest, type PlannedTraining } from '../../fine-tuning/plan';
import { readRequest, type TrainRequest } from '../../fine-tuning/request';
import { FILES_PREPARED } from '../../fine-tuning/train';
import { readVerdict } from '../../fine-tuning/verdict';
import { readCheckpointCard } from '../../network/checkpoint-card';
import type { CheckpointStore } from '../../profile/checkpoints/checkpoint-store';
import type { UnfinishedRecord, UnfinishedStore } from '../../profile/checkpoints/unfinished-store';
import { ifFree } from '../../storage/web-locks';
import { Cancelled, PauseSwitch } from '../../training/control';
import type { FineTuningService, TrainOptions } from './protocol';

/** What the service stands on: tests bring their own. */
export interface FineTuningParts extends Omit<FineTuningStorage, 'saves'> {
  readonly networks: Omit<NetworkSource, 'checkpoints'>;
  readonly checkpoints: Pick<CheckpointStore, 'get' | 'file' | 'add' | 'verdict'>;
  readonly unfinished: Pick<UnfinishedStore, 'get' | 'keep' | 'discard'>;
  /** @param forced `?backend=`; null: choose. @throws WakefulError `backend-unavailable` */
  readonly startBackend: (forced: BackendName | null) => Promise<RunningBackend>;
  /** The browser's Web Locks, where it has them. */
  readonly locks?: LockManager | undefined;
  /** Monotonic ms. */
  readonly now: Clock;
  /** Epoch ms. */
  readonly wallClock: Clock;
}

interface Running {
  readonly pause: PauseSwitch;
  readonly abort: AbortController;
}

interface KeptTraining {
  readonly request: TrainRequest;
  readonly record: UnfinishedRecord;
}

/** Does the work while no other tab trains: there is one slot for an unfinished training. */
const aloneInBrowser = <T>(locks: LockManager | undefined, work: () => Promise<T>): Promise<T> =>
  ifFree(locks, 'wakeful-training', work, () => {
    throw new WakefulError(
      'training-elsewhere',
      'Another tab is training.',
      'Wait for its end, or stop it there; what it has done is kept.',
    );
  });

/** Makes the training worker's service. */
export function createFineTuningService(parts: FineTuningParts): FineTuningService {
  const { footage, checkpoints, unfinished, encodePicture, now, wallClock } = parts;
  const networks: NetworkSource = { ...parts.networks, checkpoints };
  let running: Running | null = null;

  /** The training that is kept, unless another release kept it in another way. */
  async function kept(): Promise<KeptTraining | null> {
    const record = await unfinished.get();
    const request = record && readRequest(record.request);
    return record && request && { request, record };
  }

  const keep = (
    request: TrainRequest,
    file: ArrayBuffer | null,
    step: number,
    steps: number,
  ): Promise<void> => unfinished.keep({ request, step, steps, savedAt: wallClock(), file });

  async function begin(
    asked: TrainRequest,
    { resume, backend }: TrainOptions,
    emit: (event: TrainEvent) => void,
    control: Running,
  ): Promise<TrainOutcome> {
    const before = resume ? await kept() : null;
    if (resume && !before) throw nothingToResume();
    const planned = await planRequest(footage, networks, before?.request ?? asked);
    assertEnough(planned.plan);
    if (!before) await keep(planned.request, null, 0, 0);
    emit({ type: 'preparing', share: 0 });
    const base = await loadBase(networks, planned.request.base, (fraction) =>
      emit({ type: 'preparing', share: FILES_PREPARED * fraction }),
    );
    const started = await parts.startBackend(backend);
    emit({ type: 'backend', backend: started.name });
    try {
      const saves: FineTuningStorage['saves'] = {
        last: before?.record.file ?? null,
        keep: (file, step, steps) => keep(planned.request, file, step, steps),
      };
      const steering = { pause: control.pause, signal: control.abort.signal, now, emit };
      return await unlessLost(started, control.abort, async () => {
        const storage = { footage, saves, encodePicture };
        const tuned = await fineTune(planned, base, storage, steering, wallClock);
        return tuned ? finish(planned, started.name, tuned) : { kind: 'cancelled' };
      });
    } catch (error) {
      if (error instanceof Cancelled) return { kind: 'cancelled' };
      // Going on would come to the same numbers.
      if (error instanceof WakefulError && error.code === 'training-diverged') await unfinished.discard();
      throw error;
    } finally {
      started.release();
    }
  }

  async function tryOnFace(file: ArrayBuffer, forced: BackendName | null): Promise<void> {
    const backbone = backboneOf(networks.backbones, readCheckpointCard(new Uint8Array(file)));
    const weights = await networks.backboneFile(backbone.id, () => undefined);
    const network = await readNetwork(backbone, weights, file);
    const started = await parts.startBackend(forced);
    try {
      await unlessLost(started, new AbortController(), () => rehearseBase(network));
    } finally {
      started.release();
    }
  }

  async function finish(
    { request }: PlannedTraining,
    backend: BackendName,
    { file, heldOut, verdict: compared }: FineTuned,
  ): Promise<TrainOutcome> {
    const verdict = { ...compared, backend };
    const { id } = await checkpoints.add(file.buffer, request.name, heldOut, verdict);
    await unfinished.discard();
    return { kind: 'finished', checkpointId: id, verdict };
  }

  return {
    plan: async (request) => (await planRequest(footage, networks, request)).plan,
    async train(request, options, onEvent) {
      if (running) throw new WakefulError('internal', 'A training is running already.', 'Wait for its end.');
      running = { pause: new PauseSwitch(), abort: new AbortController() };
      try {
        const control = running;
        return await aloneInBrowser(parts.locks, () => begin(request, options, onEvent, control));
      } finally {
        running = null;
      }
    },
    pause: () => running?.pause.pause(),
    continue: () => running?.pause.continue(),
    cancel: () => running?.abort.abort(),
    async unfinished() {
      const found = await kept();
      if (!found) return null;
      const { step, steps, savedAt } = found.record;
      return { request: found.request, step, steps, savedAt };
    },
    discardUnfinished: () => aloneInBrowser(parts.locks, () => unfinished.discard()),
    verdict: async (id) => readVerdict(await checkpoints.verdict(id)),
    async importCheckpoint(file, name, backend) {
      await tryOnFace(file, backend);
      return checkpoints.add(file, name, null);
    },
    rehearse: async (id, backend) => tryOnFace(await checkpoints.file(id), backend),
  };
}

/**
 * The work's result, or `device-lost` as soon as the device goes away: on a lost one readbacks may
 * never come.
 */
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
