/** The trial worker's entry: two networks on the faces of one camera. */
import { expose, transfer, wrap } from 'comlink';
import { WakefulError } from '../../common/errors';
import { CameraTurn } from '../../vision/camera-turn';
import { openFrameSource } from '../../vision/frame-source';
import { Cadence, LANDMARK_CADENCE } from '../monitor-worker/cadence';
import { FaceViewer } from '../monitor-worker/face-viewer';
import { loadNetwork } from '../monitor-worker/load-network';
import { loadLandmarker } from '../monitor-worker/models';
import type { NetworkEvent, NetworkService } from '../network-worker/protocol';
import '../network-worker/wakeful-throw';
import type { AdoptedCheckpoint } from '../protocol';
import type { TrialOptions, TrialService } from './protocol';
import { TrialFaces, type TriedNetwork } from './trial-faces';

const now = (): number => performance.now();
const ignore = (): void => undefined;

/** @param onEvent told when its device goes away for good */
async function loadTried(
  port: MessagePort,
  { backend, backbone }: TrialOptions,
  checkpoint: AdoptedCheckpoint | null,
  onEvent: (event: NetworkEvent) => void,
): Promise<TriedNetwork> {
  const network = wrap<NetworkService>(port);
  const loaded = await loadNetwork(network, { backend, backbone, checkpoint }, onEvent, ignore);
  if (loaded.refused !== null)
    throw new WakefulError(
      'checkpoint-invalid',
      loaded.refused.detail,
      'Delete this model, and train another one.',
    );
  return {
    inputSize: loaded.info.inputSize,
    predict: (crop) => network.predict(transfer(crop, [crop.rgba.buffer]), { identity: true }),
  };
}

const service: TrialService = {
  async run(options, emit) {
    const source = openFrameSource(options.input, now);
    let failed: { readonly error: unknown } | null = null;
    const onFailure = (error: unknown): void => {
      failed ??= { error };
      source.close();
    };
    const onEvent = (event: NetworkEvent): void => {
      if (event.type === 'failed')
        onFailure(new WakefulError(event.code, event.detail, 'Reload the page, and try again.'));
    };
    const [landmarker, before, after] = await Promise.all([
      loadLandmarker(ignore),
      loadTried(options.ports[0], options, options.before, onEvent),
      loadTried(options.ports[1], options, options.after, onEvent),
    ]);
    const viewer = new FaceViewer(landmarker, new CameraTurn(0));
    const faces = new TrialFaces({ before, after, now, emit, onFailure });
    const cadence = new Cadence(LANDMARK_CADENCE);
    emit({ type: 'ready' });
    for (let frame = await source.next(); frame; frame = await source.next()) {
      if (cadence.due(frame.t)) {
        const began = now();
        faces.see(viewer.view(frame));
        cadence.took(now() - began);
      }
      frame.close();
    }
    // Assigned in callbacks, which the compiler does not follow.
    const end = failed as { readonly error: unknown } | null;
    if (end) throw end.error;
  },
};

expose(service);
