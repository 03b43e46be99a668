import { wrap, type Remote } from 'comlink';
import { whenBroken } from './broken-worker';
import type { MonitorService } from './monitor-worker/protocol';
import './network-worker/wakeful-throw';

/** The two workers: eyes and judging in one, the network in the other. */
export interface Workers {
  readonly monitor: Remote<MonitorService>;
  /** One end of the channel between them, to be handed to the monitor: the network's answers never pass the page. */
  readonly network: MessagePort;
  terminate(): void;
}

/** @param onCrash a worker broke; what it held is lost */
export function startWorkers(onCrash: (detail: string) => void): Workers {
  const monitorWorker = new Worker(new URL('./monitor-worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'wakeful-monitor',
  });
  const networkWorker = new Worker(new URL('./network-worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'wakeful-network',
  });
  whenBroken(monitorWorker, onCrash);
  whenBroken(networkWorker, onCrash);
  const { port1, port2 } = new MessageChannel();
  networkWorker.postMessage(port1, [port1]);
  return {
    monitor: wrap<MonitorService>(monitorWorker),
    network: port2,
    terminate() {
      monitorWorker.terminate();
      networkWorker.terminate();
    },
  };
}
