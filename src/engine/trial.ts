import { proxy, transfer } from 'comlink';
import type { BackendName } from '../common/backends';
import { WakefulError } from '../common/errors';
import type { NetworkService } from './network-worker/protocol';
import { openFrameInput } from './page/frame-input';
import { spawnWorker, type SpawnedWorker } from './spawn-worker';
import type { Studio } from './studio-api';
import type { TrialService } from './trial-worker/protocol';

const REMEDY = 'Try it again.';

/**
 * Two networks on the faces of one camera: eyes in one worker, each network in one of its own. All
 * three end with the trial, and everything they held with them.
 */
export const createTrial =
  (backend: BackendName | null): Studio['tryLive'] =>
  async (request, stream, onEvent, signal) => {
    const [track] = stream.getVideoTracks();
    if (!track) throw new WakefulError('camera-missing', 'The stream has no picture.', REMEDY);
    signal.throwIfAborted();
    let breakDown: (error: WakefulError) => void = () => undefined;
    const broken = new Promise<never>((_, reject) => (breakDown = reject));
    const workers: SpawnedWorker<unknown>[] = [];
    function spawn<Service>(worker: Worker): SpawnedWorker<Service> {
      const spawned = spawnWorker<Service>(worker, {
        explain: (detail) => new WakefulError('internal', detail, REMEDY),
        onBroken: (error) => breakDown(error),
      });
      workers.push(spawned);
      return spawned;
    }
    /** One end of a channel to a new network. */
    function networkPort(): MessagePort {
      const worker = new Worker(new URL('./network-worker/worker.ts', import.meta.url), {
        type: 'module',
        name: 'wakeful-network',
      });
      spawn<NetworkService>(worker);
      const { port1, port2 } = new MessageChannel();
      worker.postMessage(port1, [port1]);
      return port2;
    }
    const frames = await openFrameInput(track);
    try {
      signal.throwIfAborted();
      const trial = spawn<TrialService>(
        new Worker(new URL('./trial-worker/worker.ts', import.meta.url), {
          type: 'module',
          name: 'wakeful-trial',
        }),
      );
      const ports = [networkPort(), networkPort()] as const;
      const options = { ...request, backend, ports, input: frames.input };
      const running = trial.call(
        (service) => service.run(transfer(options, [...ports, ...frames.transfer]), proxy(onEvent)),
        { signal, long: true },
      );
      await Promise.race([running, broken]);
    } finally {
      for (const worker of workers) worker.terminate();
      frames.close();
    }
  };
