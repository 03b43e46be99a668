/**
 * The network worker's entry. Serves a NetworkService on the worker itself and on every MessagePort
 * that is posted to it bare (`worker.postMessage(port, [port])`), so that another worker can be its
 * client.
 */
import { expose } from 'comlink';
import { createNetworkService } from './service';
import { BACKEND_STARTERS } from '../../backends/starters';
import './wakeful-throw';

const service = createNetworkService({
  starters: BACKEND_STARTERS,
  now: () => performance.now(),
});

expose(service);
addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data instanceof MessagePort) expose(service, data);
});
