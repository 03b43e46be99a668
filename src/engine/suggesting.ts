import { proxy, wrap } from 'comlink';
import { WakefulError } from '../common/errors';
import { whenBroken } from './broken-worker';
import './network-worker/wakeful-throw';
import type { Studio } from './studio-api';
import type { SuggestionsService } from './suggestions-worker/protocol';

/**
 * Suggestions as the page sees them: a worker for each recording that is opened, which goes with its answer. Of two hours
 * it computes for some seconds, and nobody who has left the page waits for them.
 */
export const suggest: Studio['suggest'] = async (recordingId, onShare, signal) => {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./suggestions-worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'wakeful-suggestions',
  });
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    whenBroken(worker, (detail) => reject(new WakefulError('internal', detail, 'Open the recording again.')));
  });
  try {
    const answer = wrap<SuggestionsService>(worker).suggest(recordingId, proxy(onShare));
    return await Promise.race([answer, ended]);
  } finally {
    worker.terminate();
  }
};
