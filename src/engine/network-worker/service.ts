import { SECOND_MS, type Clock } from '../../common/clock';
import type { BackendName } from '../../common/backends';
import { messageOf, WakefulError } from '../../common/errors';
import { BACKBONES } from '../../network/backbones';
import { readCheckpoint } from '../../network/checkpoint';
import { assertProbabilities, drawnFace } from '../../network/rehearsal';
import { backboneDigest, readBackboneFile } from '../../network/weights';
import { lossReason, startBackend, type BackendStarter, type RunningBackend } from '../../backends/backend';
import type { NetworkEvent, NetworkInfo, NetworkLoadOptions, NetworkService } from './protocol';
import { runNetwork, type NetworkContent, type RunningNetwork } from './running-network';

/** How often a backend's device may be lost before the next best backend takes over. */
const LOSSES_ALLOWED = 2;

/** Share of the loading done, for the progress event. */
const PROGRESS = { read: 0.2, started: 0.4, uploaded: 0.6, warm: 1 } as const;

export interface ServiceParts {
  readonly starters: Readonly<Record<BackendName, BackendStarter>>;
  /** Monotonic milliseconds. */
  readonly now: Clock;
}

/** What a start needs of the load options; the files themselves need not be kept. */
type BackendWish = Pick<NetworkLoadOptions, 'backend' | 'wasm'>;

interface Loaded {
  readonly content: NetworkContent;
  readonly wish: BackendWish;
  readonly emit: (event: NetworkEvent) => void;
  readonly backend: RunningBackend;
  readonly network: RunningNetwork;
  /** Called with the reason when the device goes away under a computation. */
  readonly watchers: Set<(reason: DeviceLost) => void>;
}

/** The device went away under a computation. */
class DeviceLost extends Error {}

async function readContent(options: NetworkLoadOptions): Promise<NetworkContent> {
  const backbone = BACKBONES[options.backbone];
  const weights = readBackboneFile(backbone, new Uint8Array(options.backboneWeights));
  const checkpoint =
    options.checkpoint &&
    readCheckpoint(new Uint8Array(options.checkpoint), backbone, await backboneDigest(backbone, weights));
  return { backbone, weights, checkpoint };
}

/** Makes the network worker's service. Its calls are served one after the other. */
export function createNetworkService({ starters, now }: ServiceParts): NetworkService {
  let loaded: Loaded | null = null;
  let identity: Float32Array | null = null;
  const losses = new Map<BackendName, number>();
  let queue: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  function unload(): void {
    if (!loaded) return;
    const { backend, network } = loaded;
    loaded = null;
    network.dispose();
    backend.release();
  }

  function infoOf({ backend, content, wish }: Loaded): NetworkInfo {
    const { backbone, checkpoint } = content;
    return {
      backend: backend.name,
      forced: wish.backend !== null,
      device: backend.device,
      backbone: backbone.id,
      inputSize: checkpoint?.card.inputSize ?? backbone.inputSize,
      embeddingSize: backbone.embeddingSize,
      checkpoint: checkpoint && { name: checkpoint.card.name, fromStage: checkpoint.card.fromStage },
    };
  }

  /** @throws WakefulError `checkpoint-unsound` where the network makes nothing of a face */
  async function warmUp(
    backend: RunningBackend,
    network: RunningNetwork,
    content: NetworkContent,
  ): Promise<void> {
    const crop = drawnFace(content.checkpoint?.card.inputSize ?? content.backbone.inputSize);
    network.setIdentity(new Float32Array(content.backbone.embeddingSize));
    const compute = (): void => network.rehearse(crop);
    await backend.warmUp(compute, async () => {
      await network.embed(crop);
      for (const fresh of [true, false]) {
        const { posterior } = await network.predict(crop, { identity: fresh });
        if (posterior) assertProbabilities(Object.values(posterior));
      }
    });
  }

  /** Brings the content up on a backend and makes it the loaded one. */
  async function start(
    content: NetworkContent,
    wish: BackendWish,
    emit: (event: NetworkEvent) => void,
  ): Promise<NetworkInfo> {
    const exhausted = new Set(
      [...losses].filter(([, count]) => count > LOSSES_ALLOWED).map(([name]) => name),
    );
    const backend = await startBackend(starters, wish.backend, wish.wasm, exhausted);
    emit({ type: 'progress', fraction: PROGRESS.started });
    const network = runNetwork(content);
    emit({ type: 'progress', fraction: PROGRESS.uploaded });
    try {
      await warmUp(backend, network, content);
      network.setIdentity(identity);
    } catch (error) {
      network.dispose();
      backend.release();
      throw error;
    }
    const current: Loaded = { content, wish, emit, backend, network, watchers: new Set() };
    loaded = current;
    void backend.lost.then((detail) => {
      for (const watcher of current.watchers) watcher(new DeviceLost(detail));
      if (loaded === current) void inTurn(() => recover(current, detail));
    });
    emit({ type: 'progress', fraction: PROGRESS.warm });
    return infoOf(current);
  }

  /**
   * After a device loss: the same backend again, or the next best one when it is lost too often.
   */
  async function recover(lost: Loaded, detail: string): Promise<void> {
    if (loaded !== lost) return;
    const { name } = lost.backend;
    losses.set(name, (losses.get(name) ?? 0) + 1);
    lost.emit({ type: 'device-lost', detail: `${name}: ${detail}` });
    unload();
    try {
      lost.emit({ type: 'recovered', info: await start(lost.content, lost.wish, lost.emit) });
    } catch (error) {
      lost.emit({
        type: 'failed',
        code: error instanceof WakefulError ? String(error.code) : 'internal',
        detail: messageOf(error),
      });
    }
  }

  function current(): Loaded {
    if (loaded) return loaded;
    throw new WakefulError('network-not-loaded', 'The network is not loaded.', 'Start monitoring again.');
  }

  /**
   * Computes on the loaded network; once more after recovery when the device goes away meanwhile.
   */
  async function compute<T>(work: (network: RunningNetwork) => Promise<T>): Promise<T> {
    const running = current();
    // Not a race with `backend.lost`: every race would leave a reaction on a promise that lives as
    // long as the device.
    let watcher: (reason: DeviceLost) => void = () => undefined;
    const gone = new Promise<never>((_, reject) => (watcher = reject));
    running.watchers.add(watcher);
    try {
      return await Promise.race([work(running.network), gone]);
    } catch (error) {
      // A lost device also shows as some failed readback, before or after `lost` resolves: give it
      // a turn to tell.
      const reason = error instanceof DeviceLost ? error.message : await lossReason(running.backend);
      if (reason === null) throw error;
      await recover(running, reason);
      return await work(current().network);
    } finally {
      running.watchers.delete(watcher);
    }
  }

  return {
    load: (options, onEvent) =>
      inTurn(async () => {
        unload();
        identity = null;
        losses.clear();
        const content = await readContent(options);
        onEvent({ type: 'progress', fraction: PROGRESS.read });
        return start(content, { backend: options.backend, wasm: options.wasm }, onEvent);
      }),
    embed: (crop) => inTurn(() => compute((network) => network.embed(crop))),
    setIdentity: (vector) =>
      inTurn(async () => {
        const { content, network } = current();
        const size = content.backbone.embeddingSize;
        if (vector && (vector.length !== size || !vector.every(Number.isFinite))) {
          throw new WakefulError(
            'record-corrupt',
            `An enrolled face for ${content.backbone.id} is ${size} finite numbers; this one is not.`,
            'Enrol again.',
          );
        }
        identity = vector;
        network.setIdentity(vector);
        await Promise.resolve();
      }),
    predict: (crop, options) =>
      inTurn(async () => {
        const began = now();
        const prediction = await compute((network) => network.predict(crop, options));
        return { ...prediction, ms: now() - began };
      }),
    keepTime(onSecond) {
      setInterval(onSecond, SECOND_MS);
    },
    dispose: () =>
      inTurn(async () => {
        unload();
        identity = null;
        await Promise.resolve();
      }),
  };
}
