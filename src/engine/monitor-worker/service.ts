import { transfer, wrap, type Remote } from 'comlink';
import type { Clock, Milliseconds } from '../../common/clock';
import { messageOf, WakefulError } from '../../common/errors';
import { openFrameSource, type Frame, type FrameInput, type FrameSource } from '../../vision/frame-source';
import { CameraTurn } from '../../vision/camera-turn';
import type { Landmarker } from '../../vision/landmarker';
import { inTime } from '../deadline';
import type { NetworkEvent, NetworkInfo, NetworkService } from '../network-worker/protocol';
import '../network-worker/wakeful-throw';
import { TROUBLE_CODES, type EngineEvent, type EngineInfo, type TroubleCode } from '../protocol';
import { Cadence, LANDMARK_CADENCE } from './cadence';
import { FaceViewer } from './face-viewer';
import { loadNetwork } from './load-network';
import { forgetOldModels, loadLandmarker } from './models';
import type { MonitorLoadOptions, MonitorService, WatchedCamera, WatchPlan } from './protocol';
import { MonitorSession, type SessionNetwork } from './session';

/** Heartbeat of states, ms. */
const TICK: Milliseconds = 1_000;

/** Longer than the network takes to come back after its device was lost. */
const NETWORK_ANSWERS_WITHIN: Milliseconds = 120_000;

interface Ready {
  readonly landmarker: Landmarker;
  readonly network: Remote<NetworkService>;
  readonly info: NetworkInfo;
  /** The name that the learner gave the checkpoint that judges; null: the name on its card. */
  readonly checkpointName: string | null;
  readonly emit: (event: EngineEvent) => void;
}

export interface Clocks {
  /** Monotonic ms. */
  readonly now: Clock;
  /** Epoch ms. */
  readonly wallClock: Clock;
}

/** Makes the monitor worker's service. */
export function createMonitorService({ now, wallClock }: Clocks): MonitorService {
  let ready: Ready | null = null;
  let session: MonitorSession | null = null;
  let source: FrameSource | null = null;

  async function load(
    options: MonitorLoadOptions,
    port: MessagePort,
    emit: (event: EngineEvent) => void,
  ): Promise<Omit<EngineInfo, 'frameSource'>> {
    const onProgress = (progress: Extract<EngineEvent, { type: 'download' }>['progress']): void =>
      emit({ type: 'download', progress });
    const network = wrap<NetworkService>(port);
    const [landmarker, loaded] = await Promise.all([
      loadLandmarker(onProgress),
      loadNetwork(network, options, followNetwork, onProgress),
    ]);
    ready = { landmarker, network, info: loaded.info, checkpointName: loaded.checkpointName, emit };
    const { refused } = loaded;
    if (refused !== null) {
      emit({ type: 'trouble', trouble: { code: 'adopted-invalid', detail: refused, fatal: false } });
    }
    void forgetOldModels();
    return engineInfo(ready);
  }

  function followNetwork(event: NetworkEvent): void {
    if (!ready) return;
    const { emit } = ready;
    switch (event.type) {
      case 'progress':
        return;
      case 'device-lost':
        emit({ type: 'trouble', trouble: { code: 'device-lost', detail: event.detail, fatal: false } });
        return;
      case 'recovered':
        ready = { ...ready, info: event.info };
        emit({ type: 'trouble-cleared', code: 'device-lost' });
        emit({ type: 'network', info: engineInfo(ready) });
        return;
      case 'failed':
        emit({
          type: 'trouble',
          trouble: { code: troubleCode(event.code), detail: event.detail, fatal: false },
        });
    }
  }

  function watch(input: FrameInput, plan: WatchPlan | null, camera: WatchedCamera): void {
    if (!ready) throw new WakefulError('internal', 'watch before load', 'Reload the page.');
    source?.close();
    source = openFrameSource(input, now);
    if (plan) {
      session?.stop();
      session = new MonitorSession(
        { network: sessionNetwork(ready), now, wallClock, emit: ready.emit },
        plan,
      );
    }
    void run(ready, source, camera);
  }

  /** Looks at frames until the source ends or another one takes its place. */
  async function run(
    { landmarker, info, emit }: Ready,
    frames: FrameSource,
    { deviceId, knownTurn }: WatchedCamera,
  ): Promise<void> {
    const turn = new CameraTurn(knownTurn);
    const viewer = new FaceViewer(landmarker, info.inputSize, turn);
    let told = false;
    const cadence = new Cadence(LANDMARK_CADENCE);
    const beat = setInterval(() => session?.tick(now()), TICK);
    try {
      for (let frame = await frames.next(); frame; frame = await frames.next()) {
        // The last frame of a camera that was replaced is nobody's.
        if (source === frames) look(frame, viewer, cadence);
        if (turn.settled && !told) emit({ type: 'camera-turn', deviceId, turn: turn.turn });
        told = turn.settled;
        frame.close();
      }
    } catch (error) {
      // The landmarker is of no more use after it failed.
      emit({ type: 'trouble', trouble: { code: 'internal', detail: messageOf(error), fatal: true } });
    } finally {
      clearInterval(beat);
    }
  }

  function look(frame: Frame, viewer: FaceViewer, cadence: Cadence): void {
    if (!cadence.due(frame.t)) return;
    const view = viewer.view(frame);
    const owner = session?.see(view) ?? 'pending';
    if (view.face && owner !== 'pending') viewer.identify(view.face.track, owner);
    cadence.took(now() - frame.t);
  }

  return {
    load,
    watch: (input, plan, camera) => {
      watch(input, plan, camera);
      return Promise.resolve();
    },
    pause: () => session?.pause(),
    resume: () => session?.resume(),
    acknowledge: () => session?.wakefulness.acknowledge(now()),
    snooze: (duration) => session?.wakefulness.snooze(now(), duration),
    recalibrate: () => session?.recalibrate(),
    cameraMuted: (muted) => session?.cameraMuted(muted),
    rest() {
      source?.close();
      session?.stop();
      source = session = null;
      return Promise.resolve();
    },
  };
}

const answered = <T>(answer: Promise<T>): Promise<T> =>
  inTime(answer, NETWORK_ANSWERS_WITHIN, 'Start again, or reload the page.');

/** What a session needs of the network; crops are moved, not copied. */
function sessionNetwork({ network, info }: Ready): SessionNetwork {
  return {
    backbone: info.backbone,
    embed: (crop) => answered(network.embed(transfer(crop, [crop.rgba.buffer]))),
    predict: (crop) => answered(network.predict(transfer(crop, [crop.rgba.buffer]), { identity: true })),
    setIdentity: (embedding) => answered(network.setIdentity(embedding)),
  };
}

function engineInfo({
  info: { backend, forced, device, backbone, checkpoint },
  checkpointName,
}: Pick<Ready, 'info' | 'checkpointName'>): Omit<EngineInfo, 'frameSource'> {
  return { backend, forced, device, backbone, checkpoint: checkpointName ?? checkpoint?.name ?? null };
}

const troubleCode = (code: string): TroubleCode =>
  TROUBLE_CODES.find((known) => known === code) ?? 'internal';
