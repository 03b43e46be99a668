import { proxy, transfer } from 'comlink';
import * as models from 'virtual:wakeful-models';
import { BACKBONE_IDS } from '../common/backbone-ids';
import { listCameras, openCamera, type Camera } from './page/camera';
import { openFrameInput, type PageFrameInput } from './page/frame-input';
import type { Engine } from './engine-api';
import { keepModels, missingModels } from './kept-models';
import type { MonitorLoadOptions, WatchPlan } from './monitor-worker/protocol';
import type { CameraSettings, EngineEvent, EngineInfo, StartOptions, TroubleCode } from './protocol';
import { startWorkers, type Workers } from './workers';

/** Workers with their models loaded for one wish. */
interface Loaded {
  readonly workers: Workers;
  readonly wish: MonitorLoadOptions;
  readonly info: Promise<Omit<EngineInfo, 'frameSource'>>;
}

/** The engine of the page: owns the camera and the workers, and passes on what happens in them. */
export function createEngine(): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  let loaded: Loaded | null = null;
  let camera: Camera | null = null;
  let frames: PageFrameInput | null = null;
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
    loaded?.workers.terminate();
    loaded = null;
  }

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
      void loaded?.workers.monitor.rest();
      fail(event.trouble.code, event.trouble.detail);
    } else {
      emit(event);
    }
  }

  function load(wish: MonitorLoadOptions): Loaded {
    if (loaded && isSame(loaded.wish, wish)) return loaded;
    letWorkersGo();
    const workers = startWorkers(crash);
    const info = workers.monitor.load(wish, transfer(workers.network, [workers.network]), proxy(pass));
    const starting = { workers, wish, info };
    info.catch(() => {
      if (loaded === starting) letWorkersGo();
    });
    loaded = starting;
    return starting;
  }

  const openWatchedCamera = (settings: CameraSettings): Promise<Camera> =>
    openCamera(settings, {
      onEnded() {
        void loaded?.workers.monitor.rest();
        fail('camera-unplugged', 'the camera track ended');
      },
      onMuted: (muted) => void loaded?.workers.monitor.cameraMuted(muted),
    });

  /** Hands the frames of an opened camera to the worker. `plan` null: it goes on with what it was doing. */
  async function watch(
    workers: Workers,
    opened: Camera,
    plan: WatchPlan | null,
  ): Promise<EngineInfo['frameSource']> {
    const page = await openFrameInput(opened.track);
    frames?.close();
    frames = page;
    await workers.monitor.watch(transfer(page.input, page.transfer), plan);
    return page.input.kind;
  }

  async function stop(): Promise<void> {
    const wasOn = camera !== null;
    letCameraGo();
    await loaded?.workers.monitor.rest();
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
        const { workers, info } = load({ backend, backbone, checkpoint });
        const known = await untilAborted(info, running);
        const { learner, recalibrate } = options;
        const frameSource = await watch(workers, opened, { learner, recalibrate });
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
      await watch(loaded.workers, opened, null);
    },

    listCameras,
    async missingModelBytes(backbone) {
      return (await missingModels(backbone)).reduce((sum, { bytes }) => sum + bytes, 0);
    },
    keepModels: (backbone, signal) =>
      keepModels(backbone, (progress) => emit({ type: 'download', progress }), signal),
    pause: () => void loaded?.workers.monitor.pause(),
    resume: () => void loaded?.workers.monitor.resume(),
    acknowledge: () => void loaded?.workers.monitor.acknowledge(),
    snooze: (durationMs) => void loaded?.workers.monitor.snooze(durationMs),
    recalibrate: () => void loaded?.workers.monitor.recalibrate(),

    async dispose() {
      await stop();
      letWorkersGo();
      listeners.clear();
    },
  };
}

function isSame(a: MonitorLoadOptions, b: MonitorLoadOptions): boolean {
  const [own, other] = [a.checkpoint, b.checkpoint];
  const isSameCheckpoint = own?.id === other?.id && own?.name === other?.name;
  return isSameCheckpoint && a.backend === b.backend && a.backbone === b.backbone;
}

/** The promise's result, or the signal's abort, whichever is first. The work itself goes on: models stay loaded. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}
