import { wrap } from 'comlink';
import type { Clock, Milliseconds } from '../../common/clock';
import { messageOf, WakefulError } from '../../common/errors';
import type { Turn } from '../../common/turns';
import { FramePixels } from '../../vision/frame-pixels';
import { openFrameSource, type Frame, type FrameInput, type FrameSource } from '../../vision/frame-source';
import { CameraTurn } from '../../vision/camera-turn';
import type { Landmarker } from '../../vision/landmarker';
import type { Sensitivity } from '../../wakefulness/constants';
import type { NetworkService } from '../network-worker/protocol';
import '../network-worker/wakeful-throw';
import type { DownloadProgress, EngineInfo } from '../protocol';
import { Cadence, LANDMARK_CADENCE } from './cadence';
import { FaceViewer, type ViewedFrame } from './face-viewer';
import { forgetOldModels, loadLandmarker } from './models';
import type { MonitorEvent, MonitorLoadOptions, MonitorService, WatchedCamera, WatchPlan } from './protocol';
import { RecentFaces } from './recent-faces';
import { MonitorSession } from './session';
import { WatchedNetwork } from './watched-network';

/** Heartbeat of states, ms. */
const TICK: Milliseconds = 1_000;

interface Loading {
  readonly landmarker: Promise<Landmarker>;
  readonly network: WatchedNetwork;
  readonly emit: (event: MonitorEvent) => void;
}

export interface Clocks {
  /** Monotonic ms. */
  readonly now: Clock;
  /** Epoch ms. */
  readonly wallClock: Clock;
}

/** Makes the monitor worker's service. */
export function createMonitorService({ now, wallClock }: Clocks): MonitorService {
  let loading: Loading | null = null;
  let session: MonitorSession | null = null;
  let source: FrameSource | null = null;
  let turn: CameraTurn | null = null;
  let sensitivity: Sensitivity = 'normal';
  const recent = new RecentFaces();

  async function load(
    options: MonitorLoadOptions,
    port: MessagePort,
    emit: (event: MonitorEvent) => void,
  ): Promise<Omit<EngineInfo, 'frameSource'>> {
    const onProgress = (progress: DownloadProgress): void => emit({ type: 'download', progress });
    const network = new WatchedNetwork({ options, emit });
    const landmarker = loadLandmarker(onProgress);
    loading = { landmarker, network, emit };
    // Eyes and head alone give the first state: they start first, and do not share the processor.
    const eyes = await landmarker;
    // A camera that is open brings a first picture by itself.
    if (!source) await eyes.warmUp();
    await network.load(wrap<NetworkService>(port), onProgress);
    session?.introduceLearner();
    void forgetOldModels();
    return network.info;
  }

  async function watch(input: FrameInput, plan: WatchPlan | null, camera: WatchedCamera): Promise<void> {
    if (!loading) throw new WakefulError('internal', 'watch before load', 'Reload the page.');
    const { landmarker, network, emit } = loading;
    source?.close();
    const frames = openFrameSource(input, now);
    source = frames;
    if (plan) {
      session?.stop();
      session = new MonitorSession({ network: network.forSession(), now, wallClock, emit }, plan);
      session.wakefulness.setSensitivity(sensitivity);
    }
    const eyes = await landmarker;
    if (source === frames) void run(eyes, emit, frames, camera);
  }

  /** Looks at frames until the source ends or another one takes its place. */
  async function run(
    landmarker: Landmarker,
    emit: (event: MonitorEvent) => void,
    frames: FrameSource,
    { deviceId, knownTurn }: WatchedCamera,
  ): Promise<void> {
    const found = (turn = new CameraTurn(knownTurn));
    const viewer = new FaceViewer(landmarker, found);
    let told: Turn | null = null;
    const cadence = new Cadence(LANDMARK_CADENCE);
    const pixels = new FramePixels();
    /** The last frame of a camera that was replaced is nobody's. */
    const look = async (frame: Frame): Promise<void> => {
      if (source !== frames || !(found.hurries || cadence.due(frame.t, session?.pace))) return;
      const picture = await pixels.read(frame);
      if (source !== frames) return;
      show({ ...picture, t: frame.t }, viewer);
      cadence.took(now() - frame.t);
    };
    const beat = setInterval(() => session?.tick(now()), TICK);
    try {
      for (let frame = await frames.next(); frame; frame = await frames.next()) {
        await look(frame);
        if (found.settled && found.turn !== told)
          emit({ type: 'camera-turn', deviceId, turn: (told = found.turn) });
        frame.close();
      }
    } catch (error) {
      // The landmarker is of no more use after it failed.
      emit({ type: 'trouble', trouble: { code: 'internal', detail: messageOf(error), fatal: true } });
    } finally {
      clearInterval(beat);
    }
  }

  function show(frame: ViewedFrame, viewer: FaceViewer): void {
    const view = viewer.view(frame);
    const owner = session?.see(view) ?? 'pending';
    if (view.face && owner !== 'pending') viewer.identify(view.face.track, owner);
    if (view.face && owner === 'learner' && session?.isHeld === false) recent.see(view.face, view.t);
  }

  return {
    load,
    async replaceNetwork(port) {
      await loading?.network.replace(wrap<NetworkService>(port));
      session?.introduceLearner();
    },
    watch,
    pause: () => session?.pause(),
    resume: () => session?.resume(),
    acknowledge: () => session?.wakefulness.acknowledge(now()),
    snooze: (duration) => session?.wakefulness.snooze(now(), duration),
    setSensitivity(chosen) {
      sensitivity = chosen;
      session?.wakefulness.setSensitivity(chosen);
    },
    wantRecentFaces: (isWanted) => recent.want(isWanted),
    recentFaces: () => recent.at(now()),
    recalibrate: () => session?.recalibrate(),
    turnPicture: (chosen) => turn?.choose(chosen),
    cameraMuted: (muted) => session?.cameraMuted(muted),
    rest() {
      source?.close();
      session?.stop();
      source = session = null;
      recent.clear();
      return Promise.resolve();
    },
  };
}
