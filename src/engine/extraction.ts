import { proxy, transfer } from 'comlink';
import { WakefulError } from '../common/errors';
import type { PageVideo } from '../footage/media/page-video';
import { askToPersist } from '../storage/persist';
import type { ExtractionPage, ExtractionService } from './footage-worker/protocol';
import { openVideoElement } from './page/video-element';
import { spawnWorker, type SpawnedWorker } from './spawn-worker';
import type { ExtractProgress, ExtractRequest, Studio } from './studio-api';
import { TurnQueue } from './turn-queue';

/** Extraction on the page: a worker that starts at the first one, and one extraction at a time. */
export function createExtraction(): Pick<Studio, 'extract'> & { dispose(): void } {
  let running: SpawnedWorker<ExtractionService> | null = null;
  const queue = new TurnQueue();

  function letGo(): void {
    running?.terminate();
    running = null;
  }

  async function extract(
    request: ExtractRequest,
    onProgress: (progress: ExtractProgress) => void,
    signal: AbortSignal,
  ): Promise<string> {
    askToPersist();
    const worker = (running ??= start(() => (running = null)));
    const player = pagePlayer(onProgress);
    let loading = true;
    const stop = (): void => {
      // Nothing to keep yet, and a download may take long.
      if (loading) letGo();
      else worker.tell((service) => service.stop());
    };
    signal.addEventListener('abort', stop);
    try {
      await worker.call((service) => service.load(), { signal, long: true });
      loading = false;
      const id = await worker.call((service) => service.extract(request, proxy(player)), { long: true });
      if (id === null) throw signal.reason;
      return id;
    } catch (error) {
      if (error instanceof WakefulError && error.code === 'internal') letGo();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      player.closeVideo();
    }
  }

  return {
    extract: (request, onProgress, signal, onTurn) =>
      queue.run(() => extract(request, onProgress, signal), signal, onTurn),
    dispose: letGo,
  };
}

const start = (onBroken: () => void): SpawnedWorker<ExtractionService> =>
  spawnWorker(
    new Worker(new URL('./footage-worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'wakeful-footage',
    }),
    {
      explain: (detail) =>
        new WakefulError(
          'internal',
          `The extraction broke: ${detail}`,
          'Go on with it from the list: what was extracted is kept.',
        ),
      onBroken,
    },
  );

/** What the worker may ask of the page. */
function pagePlayer(onProgress: (progress: ExtractProgress) => void): ExtractionPage {
  let video: PageVideo | null = null;
  return {
    progress: onProgress,
    async openVideo(file) {
      video = await openVideoElement(file);
      return video?.duration ?? null;
    },
    async pictureAt(time) {
      if (!video) throw new Error('no video is open');
      const image = await video.pictureAt(time);
      return transfer(image, [image]);
    },
    closeVideo() {
      video?.close();
      video = null;
    },
  };
}
