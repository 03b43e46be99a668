import { proxy, transfer, type Remote } from 'comlink';
import * as models from 'virtual:wakeful-models';
import { BACKBONE_IDS } from '../common/backbone-ids';
import type { Clock, Milliseconds } from '../common/clock';
import { messageOf, WakefulError } from '../common/errors';
import type { Sensitivity } from '../wakefulness/constants';
import type { AlertEvent } from '../wakefulness/state-event';
import { inTime, timer, type Timer } from './deadline';
import { listCameras, openCamera, type Camera } from './page/camera';
import { openFrameInput, type PageFrameInput } from './page/frame-input';
import type { Engine } from './engine-api';
import { keepModels, missingModels } from './kept-models';
import type { MonitorEvent, MonitorLoadOptions, MonitorService, WatchPlan } from './monitor-worker/protocol';
import type { NetworkService } from './network-worker/protocol';
import type {
  AdoptedCheckpoint,
  CameraSettings,
  EngineEvent,
  EngineInfo,
  PrepareOptions,
  StartOptions,
  TroubleCode,
} from './protocol';
import type { Turn } from '../common/turns';
import { spawnWorker, type SpawnedWorker } from './spawn-worker';
import { CHECK_EVERY, Watchdog } from './watchdog';

/** Workers with their models loaded for one wish. */
interface Loaded {
  readonly monitor: SpawnedWorker<MonitorService>;
  readonly network: SpawnedWorker<NetworkService>;
  readonly wish: MonitorLoadOptions;
  readonly info: Promise<Omit<EngineInfo, 'frameSource'>>;
}

/** What the engine stands on; tests bring their own. */
export interface EngineParts {
  readonly startWorker: (name: 'monitor' | 'network') => Worker;
  readonly openCamera: typeof openCamera;
  readonly openFrameInput: typeof openFrameInput;
  /** Monotonic ms. */
  readonly now: Clock;
  /** Calls about once a second, for as long as the page lives. */
  readonly everySecond: (run: () => void) => void;
  readonly after: Timer;
}

const BROWSER: EngineParts = {
  startWorker,
  openCamera,
  openFrameInput,
  now: () => performance.now(),
  everySecond: (run) => void setInterval(run, CHECK_EVERY),
  after: timer,
};

/**
 * How often a session replaces a worker of a kind before it gives that up, and after how many ms
 * that is forgotten: one that fails now and then in a long session does not end it.
 */
const MOST_REPLACEMENTS = 3;
const FORGOTTEN_AFTER: Milliseconds = 10 * 60_000;

/** ms that a worker may take to lay down its work; it is ended after that. */
const RESTS_WITHIN: Milliseconds = 2_000;

/** How calls to a worker end that broke or is silent. */
const BROKEN: readonly string[] = ['internal', 'worker-silent'];

const REMEDY = 'Start again, or reload the page.';

/** What is wanted of a session, for a worker that takes over. */
interface SessionPlan {
  readonly plan: WatchPlan;
  readonly isPaused: boolean;
  readonly isMuted: boolean;
  readonly alert: AlertEvent | null;
  /** When workers were replaced lately, ms. */
  readonly replaced: Readonly<Record<'monitor' | 'network', readonly Milliseconds[]>>;
}

/** The engine of the page: owns the camera and the workers, and passes on what happens in them. */
export function createEngine(parts: EngineParts = BROWSER): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  let loaded: Loaded | null = null;
  let camera: Camera | null = null;
  let frames: PageFrameInput | null = null;
  let sensitivity: Sensitivity = 'normal';
  let wantsRecentFaces = false;
  let turns: Readonly<Record<string, Turn>> = {};
  /** null: nothing is watched yet. */
  let running: SessionPlan | null = null;
  /** Aborted when the running start or session is over; a new one for each. */
  let session = new AbortController();
  const watchdog = new Watchdog(() => void restart('The monitor has stopped answering.'));

  const emit = (event: EngineEvent): void => listeners.forEach((listener) => listener(event));
  const tellTrouble = (code: TroubleCode, detail: string, fatal: boolean): void =>
    emit({ type: 'trouble', trouble: { code, detail, fatal } });

  function check(): void {
    void loaded?.monitor.ping().then(() => watchdog.heard(), () => undefined); // prettier-ignore
    watchdog.check(parts.now());
  }
  parts.everySecond(check);

  /** What the page cannot repair by itself: monitoring ends, and the page says why. */
  function fail(code: TroubleCode, detail: string): void {
    letCameraGo();
    tellTrouble(code, detail, true);
    emit({ type: 'stopped' });
  }

  function letCameraGo(): void {
    session.abort();
    watchdog.end();
    frames?.close();
    camera?.close();
    frames = camera = running = null;
  }

  function letWorkersGo(): void {
    loaded?.monitor.terminate();
    loaded?.network.terminate();
    loaded = null;
  }

  const tell = (ask: (monitor: Remote<MonitorService>) => Promise<unknown>): void =>
    loaded?.monitor.tell(ask);

  const lately = (times: readonly Milliseconds[]): readonly Milliseconds[] =>
    times.filter((t) => parts.now() - t < FORGOTTEN_AFTER);
  const mayReplace = (times: readonly Milliseconds[]): boolean => lately(times).length < MOST_REPLACEMENTS;
  const replacing = (kind: 'monitor' | 'network', plan: SessionPlan): SessionPlan => {
    return { ...plan, replaced: { ...plan.replaced, [kind]: [...lately(plan.replaced[kind]), parts.now()] } };
  };

  /** Workers that broke or are silent are replaced, and the session goes on. */
  async function restart(detail: string): Promise<void> {
    const wish = loaded?.wish;
    const before = running;
    letWorkersGo();
    // Prepared for a start that has not come, or that waits and tells, or takes the shipped one.
    if (!before && (!camera || wish?.checkpoint)) return;
    if (!before || !camera || !wish || !mayReplace(before.replaced.monitor)) {
      fail(before ? 'worker-silent' : 'internal', detail);
      return;
    }
    const { signal } = session;
    running = replacing('monitor', before);
    tellTrouble('worker-silent', detail, false);
    const { alert } = before;
    if (alert && alert.level !== null) {
      emit({ type: 'alert', event: { ...alert, level: null, loudness: 0, cause: 'stopped' } });
    }
    try {
      const { monitor, info } = load(wish);
      const known = await untilAborted(info, signal);
      const frameSource = await watch(monitor, camera, running.plan);
      if (running.isPaused) monitor.tell((service) => service.pause());
      if (running.isMuted) monitor.tell((service) => service.cameraMuted(true));
      const quiet = alert?.cause === 'snoozed' ? (alert.quietUntil ?? 0) - Date.now() : 0;
      if (quiet > 0) monitor.tell((service) => service.snooze(quiet));
      emit({ type: 'ready', info: { ...known, frameSource } });
      emit({ type: 'trouble-cleared', code: 'worker-silent' });
    } catch (error) {
      if (!signal.aborted) fail('worker-silent', messageOf(error));
    }
  }

  /** What the monitor worker tells; where it gave up, the camera goes off too. */
  function pass(event: MonitorEvent): void {
    watchdog.heard();
    if (event.type === 'replace-network') {
      replaceNetwork();
    } else if (event.type === 'trouble' && event.trouble.fatal && event.trouble.code === 'internal') {
      void restart(event.trouble.detail);
    } else if (event.type === 'trouble' && event.trouble.fatal) {
      tell((monitor) => monitor.rest());
      fail(event.trouble.code, event.trouble.detail);
    } else {
      follow(event);
      emit(event);
    }
  }

  /** Remembers what a worker that takes over has to know. */
  function follow(event: EngineEvent): void {
    if (!running) return;
    if (event.type === 'measures') watchdog.works(lately(running.replaced.monitor).length);
    else if (event.type === 'alert') running = { ...running, alert: event.event };
    else if (event.type === 'enrolled') {
      running = { ...running, plan: { learner: event.enrolment, recalibrate: false } };
    }
  }

  /** Eyes and head go on meanwhile; one that is silent again and again is left out for a while. */
  function replaceNetwork(): void {
    if (!loaded || !running) return;
    const { monitor, network: silent } = loaded;
    if (!mayReplace(running.replaced.network)) {
      const [first = parts.now()] = lately(running.replaced.network);
      parts.after(first + FORGOTTEN_AFTER - parts.now(), () => {
        if (loaded?.network === silent) replaceNetwork();
      });
      return;
    }
    running = replacing('network', running);
    silent.terminate();
    const { network, port } = startNetwork();
    loaded = { ...loaded, network };
    monitor.tell((service) => service.replaceNetwork(transfer(port, [port])));
  }

  function load(wish: MonitorLoadOptions): Loaded {
    if (loaded && isSame(loaded.wish, wish)) return loaded;
    letWorkersGo();
    const { network, port } = startNetwork();
    const monitor = spawn<MonitorService>('monitor', (detail) => void restart(detail));
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

  /**
   * Eyes and head are classified while the network still loads. Where an adopted network takes the
   * workers down with it, once more with the shipped one.
   */
  async function watchAny(
    { monitor, info, wish }: Loaded,
    opened: Camera,
    plan: WatchPlan,
    over: AbortSignal,
  ): Promise<EngineInfo> {
    try {
      const both = Promise.all([info, watch(monitor, opened, plan)]);
      const [known, frameSource] = await untilAborted(both, over);
      return { ...known, frameSource };
    } catch (error) {
      const isBroken = error instanceof WakefulError && BROKEN.includes(String(error.code));
      if (over.aborted || wish.checkpoint === null || !isBroken) throw error;
      tellTrouble('adopted-invalid', messageOf(error), false);
      return watchAny(load({ ...wish, checkpoint: null }), opened, plan, over);
    }
  }

  /** With one end of a channel to it, for the monitor: what it predicts never passes the page. */
  function startNetwork(): { network: SpawnedWorker<NetworkService>; port: MessagePort } {
    const worker = parts.startWorker('network');
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port1, [port1]);
    const network = spawn<NetworkService>('network', (detail) => {
      if (running) replaceNetwork();
      else void restart(detail);
    }, worker); // prettier-ignore
    network.tell((service) => service.keepTime(proxy(check)));
    return { network, port: port2 };
  }

  const spawn = <Service>(
    name: 'monitor' | 'network',
    onBroken: (detail: string) => void,
    worker: Worker = parts.startWorker(name),
  ): SpawnedWorker<Service> =>
    spawnWorker(worker, {
      explain: (detail) => new WakefulError('internal', detail, REMEDY),
      onBroken: ({ message }) => onBroken(message),
      after: parts.after,
    });

  const openWatchedCamera = (settings: CameraSettings): Promise<Camera> =>
    parts.openCamera(settings, {
      onEnded() {
        tell((monitor) => monitor.rest());
        fail('camera-unplugged', 'the camera track ended');
      },
      onMuted(isMuted) {
        running &&= { ...running, isMuted };
        tell((monitor) => monitor.cameraMuted(isMuted));
      },
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
    const page = await parts.openFrameInput(opened.track);
    // It was turned off meanwhile, or another one is on.
    if (camera !== opened) {
      page.close();
      return page.input.kind;
    }
    frames?.close();
    frames = page;
    const deviceId = opened.track.getSettings().deviceId ?? '';
    const watched = { deviceId, knownTurn: turns[deviceId] ?? 0 };
    monitor.tell((service) => service.setSensitivity(sensitivity));
    monitor.tell((service) => service.wantRecentFaces(wantsRecentFaces));
    const watching = (service: Remote<MonitorService>): Promise<void> =>
      service.watch(transfer(page.input, page.transfer), plan, watched);
    await monitor.call(watching, { long: true });
    watchdog.begin();
    return page.input.kind;
  }

  async function stop(): Promise<void> {
    const wasOn = camera !== null;
    letCameraGo();
    const resting = loaded;
    const rested = resting?.monitor.call((service) => service.rest());
    if (rested) {
      await inTime(rested, RESTS_WITHIN, REMEDY, parts.after).catch(() => {
        if (loaded === resting) letWorkersGo();
      });
    }
    if (wasOn) emit({ type: 'stopped' });
  }

  function pause(isPaused: boolean): void {
    running &&= { ...running, isPaused };
    tell((monitor) => (isPaused ? monitor.pause() : monitor.resume()));
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
      const { signal: over } = session;
      signal?.addEventListener('abort', () => void stop(), { once: true, signal: over });
      try {
        signal?.throwIfAborted();
        // Both take their time: the learner answers the browser while the models load.
        const loading = options.checkpoint().then((checkpoint) => {
          over.throwIfAborted();
          return load(wishOf(options, checkpoint));
        });
        loading.catch(() => undefined);
        const opened = await openWatchedCamera(options.camera);
        if (over.aborted) opened.close();
        over.throwIfAborted();
        camera = opened;
        const { learner, recalibrate } = options;
        const plan = { learner, recalibrate };
        const info = await watchAny(await untilAborted(loading, over), opened, plan, over);
        running = {
          plan,
          isPaused: false,
          isMuted: false,
          alert: null,
          replaced: { monitor: [], network: [] },
        };
        emit({ type: 'ready', info });
      } catch (error) {
        if (!over.aborted) letCameraGo();
        throw error;
      }
    },

    async prepare(options) {
      const checkpoint = await options.checkpoint();
      if (loaded || camera) return;
      await load(wishOf(options, checkpoint)).info.catch(() => undefined);
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
    pause: () => pause(true),
    resume: () => pause(false),
    acknowledge: () => tell((monitor) => monitor.acknowledge()),
    snooze: (durationMs) => tell((monitor) => monitor.snooze(durationMs)),
    setSensitivity(chosen) {
      sensitivity = chosen;
      tell((monitor) => monitor.setSensitivity(chosen));
    },
    wantRecentFaces(isWanted) {
      if (isWanted === wantsRecentFaces) return;
      wantsRecentFaces = isWanted;
      tell((monitor) => monitor.wantRecentFaces(isWanted));
    },
    async recentFaces() {
      if (!running || !loaded) return [];
      return loaded.monitor.call((service) => service.recentFaces()).catch(() => []);
    },
    recalibrate: () => tell((monitor) => monitor.recalibrate()),
    turnPicture: (turn) => tell((monitor) => monitor.turnPicture(turn)),
  };
}

/** Eyes and policy in one worker, the network in the other. */
function startWorker(name: 'monitor' | 'network'): Worker {
  // Written out, for the build has to find them.
  return name === 'monitor'
    ? new Worker(new URL('./monitor-worker/worker.ts', import.meta.url), {
        type: 'module',
        name: 'wakeful-monitor',
      })
    : new Worker(new URL('./network-worker/worker.ts', import.meta.url), {
        type: 'module',
        name: 'wakeful-network',
      });
}

const wishOf = (
  { backend, backbone }: PrepareOptions,
  checkpoint: AdoptedCheckpoint | null,
): MonitorLoadOptions => ({ backend, backbone, checkpoint });

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
