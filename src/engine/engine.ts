import { proxy, transfer, type Remote } from 'comlink';
import * as models from 'virtual:wakeful-models';
import { BACKBONE_IDS } from '../common/backbone-ids';
import { WakefulError } from '../common/errors';
import { listCameras, openCamera, type Camera } from './page/camera';
import { openFrameInput, type PageFrameInput } from './page/frame-input';
import type { Engine } from './engine-api';
import { keepModels, missingModels } from './kept-models';
import type { MonitorLoadOptions, MonitorService, WatchPlan } from './monitor-worker/protocol';
import type { NetworkService } from './network-worker/protocol';
import type { CameraSettings, EngineEvent, EngineInfo, StartOptions, TroubleCode } from './protocol';
import type { Turn } from '../common/turns';
import { spawnWorker, type SpawnedWorker } from './spawn-worker';

/** Workers with their models loaded for one wish. */
interface Loaded {
  readonly monitor: SpawnedWorker<MonitorService>;
  readonly network: SpawnedWorker<NetworkService>;
  readonly wish: MonitorLoadOptions;
  readonly info: Promise<Omit<EngineInfo, 'frameSource'>>;
}

/** The engine of the page: owns the camera and the workers, and passes on what happens in them. */
export function createEngine(): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  let loaded: Loaded | null = null;
  let camera: Camera | null = null;
  let frames: PageFrameInput | null = null;
  let turns: Readonly<Record<string, Turn>> = {};
  /** Aborted when the running start or session is over; a new one for each. */
  let session = new AbortController();

  const emit = (event: EngineEvent): void => listeners.forEach((listener) => listener(event));

  /** What the page cannot repair by itself: monitoring ends, and the page says why. */
  function fail(code: TroubleCode, detail: string): void {
    letCameraGo();
    emit({ type: 'trouble', trouble: { code, detail, fatal: true } });
    emit({ type: 'stopped' });
  }

  function letCameraGo(): void {
    session.abort();
    frames?.close();
    camera?.close();
    frames = camera = null;
  }

  function letWorkersGo(): void {
    loaded?.monitor.terminate();
    loaded?.network.terminate();
    loaded = null;
  }

  const tell = (ask: (monitor: Remote<MonitorService>) => Promise<unknown>): void =>
    loaded?.monitor.tell(ask);

  /** Workers that broke, or could not load, are not trusted again: the next start gets new ones. */
  function crash(detail: string): void {
    letWorkersGo();
    fail('internal', detail);
  }

  /** What the worker tells; where it gave up, the camera goes off too. */
  function pass(event: EngineEvent): void {
    if (event.type === 'trouble' && event.trouble.fatal && event.trouble.code === 'internal') {
      crash(event.trouble.detail);
    } else if (event.type === 'trouble' && event.trouble.fatal) {
      tell((monitor) => monitor.rest());
      fail(event.trouble.code, event.trouble.detail);
    } else {
      emit(event);
    }
  }

  function load(wish: MonitorLoadOptions): Loaded {
    if (loaded && isSame(loaded.wish, wish)) return loaded;
    letWorkersGo();
    const { monitor, network, port } = startWorkers(crash);
    // While the monitor loads it waits for the network: either may fall silent.
    const info = network.call(
      () =>
        monitor.call((service) => service.load(wish, transfer(port, [port]), proxy(pass)), { long: true }),
      { long: true },
    );
    const starting = { monitor, network, wish, info };
    info.catch(() => {
      if (loaded === starting) letWorkersGo();
    });
    loaded = starting;
    return starting;
  }

  const openWatchedCamera = (settings: CameraSettings): Promise<Camera> =>
    openCamera(settings, {
      onEnded() {
        tell((monitor) => monitor.rest());
        fail('camera-unplugged', 'the camera track ended');
      },
      onMuted: (muted) => tell((monitor) => monitor.cameraMuted(muted)),
    });

  /**
   * Hands the frames of an opened camera to the worker. `plan` null: it goes on with what it was
   * doing.
   */
  async function watch(
    monitor: Loaded['monitor'],
    opened: Camera,
    plan: WatchPlan | null,
  ): Promise<EngineInfo['frameSource']> {
    const page = await openFrameInput(opened.track);
    frames?.close();
    frames = page;
    const deviceId = opened.track.getSettings().deviceId ?? '';
    const watched = { deviceId, knownTurn: turns[deviceId] ?? 0 };
    await monitor.call((service) => service.watch(transfer(page.input, page.transfer), plan, watched));
    return page.input.kind;
  }

  async function stop(): Promise<void> {
    const wasOn = camera !== null;
    letCameraGo();
    // Where that fails the worker is broken, which is told.
    await loaded?.monitor.call((service) => service.rest()).catch(() => undefined);
    if (wasOn) emit({ type: 'stopped' });
  }

  return {
    backbones: BACKBONE_IDS.filter((id) => models[id] !== null),

    get stream() {
      return camera?.stream ?? null;
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async start(options: StartOptions, signal?: AbortSignal) {
      letCameraGo();
      session = new AbortController();
      const running = session.signal;
      signal?.addEventListener('abort', () => void stop(), { once: true, signal: running });
      try {
        signal?.throwIfAborted();
        const opened = await openWatchedCamera(options.camera);
        if (running.aborted) opened.close();
        running.throwIfAborted();
        camera = opened;
        const { backend, backbone } = options;
        const checkpoint = await untilAborted(options.checkpoint(), running);
        const { monitor, info } = load({ backend, backbone, checkpoint });
        const known = await untilAborted(info, running);
        const { learner, recalibrate } = options;
        const frameSource = await watch(monitor, opened, { learner, recalibrate });
        running.throwIfAborted();
        emit({ type: 'ready', info: { ...known, frameSource } });
      } catch (error) {
        if (!running.aborted) letCameraGo();
        throw error;
      }
    },

    stop,

    async switchCamera(settings) {
      if (!loaded || !camera) return;
      const opened = await openWatchedCamera(settings);
      camera.close();
      camera = opened;
      await watch(loaded.monitor, opened, null);
    },

    knowTurns: (known) => void (turns = known),
    listCameras,
    async missingModelBytes(backbone) {
      return (await missingModels(backbone)).reduce((sum, { bytes }) => sum + bytes, 0);
    },
    keepModels: (backbone, signal) =>
      keepModels(backbone, (progress) => emit({ type: 'download', progress }), signal),
    pause: () => tell((monitor) => monitor.pause()),
    resume: () => tell((monitor) => monitor.resume()),
    acknowledge: () => tell((monitor) => monitor.acknowledge()),
    snooze: (durationMs) => tell((monitor) => monitor.snooze(durationMs)),
    recalibrate: () => tell((monitor) => monitor.recalibrate()),
  };
}

/**
 * The two workers: eyes and policy in one, the network in the other.
 * @param onCrash one of them broke; what they held is lost
 */
function startWorkers(onCrash: (detail: string) => void): Pick<Loaded, 'monitor' | 'network'> & {
  /**
   * One end of the channel between them, for the monitor: what the network predicts never passes
   * the page.
   */
  readonly port: MessagePort;
} {
  const networkWorker = new Worker(new URL('./network-worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'wakeful-network',
  });
  const monitorWorker = new Worker(new URL('./monitor-worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'wakeful-monitor',
  });
  const { port1, port2 } = new MessageChannel();
  networkWorker.postMessage(port1, [port1]);
  const options = {
    explain: (detail: string) => new WakefulError('internal', detail, 'Start again, or reload the page.'),
    onBroken: ({ message }: WakefulError) => onCrash(message),
  };
  return {
    monitor: spawnWorker(monitorWorker, options),
    network: spawnWorker(networkWorker, options),
    port: port2,
  };
}

function isSame(a: MonitorLoadOptions, b: MonitorLoadOptions): boolean {
  const [own, other] = [a.checkpoint, b.checkpoint];
  const isSameCheckpoint = own?.id === other?.id && own?.name === other?.name;
  return isSameCheckpoint && a.backend === b.backend && a.backbone === b.backbone;
}

/**
 * The promise's result, or the signal's abort, whichever is first. The work itself goes on: models
 * stay loaded.
 */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}
