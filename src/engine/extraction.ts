import { proxy, transfer, wrap, type Remote } from 'comlink';
import { WakefulError } from '../common/errors';
import type { PageVideo } from '../footage/media/page-video';
import { openVideoElement } from './page/video-element';
import { whenBroken } from './broken-worker';
import type { ExtractionPage, ExtractionService } from './footage-worker/protocol';
import './network-worker/wakeful-throw';
import type { ExtractProgress, Studio } from './studio-api';

interface Running {
  readonly service: Remote<ExtractionService>;
  /** Rejects when the worker breaks or is ended. */
  readonly crash: Promise<never>;
  end(): void;
}

/** The page's side of the extraction: a worker that starts at the first extraction, and one extraction at a time. */
export function createExtraction(): Pick<Studio, 'extract'> & { dispose(): void } {
  let running: Running | null = null;
  /** Ends when the extraction before has ended. */
  let turn: Promise<unknown> = Promise.resolve();

  function letGo(): void {
    running?.end();
    running = null;
  }

  async function extractNow(
    request: Parameters<Studio['extract']>[0],
    onProgress: (progress: ExtractProgress) => void,
    signal: AbortSignal,
  ): Promise<string> {
    signal.throwIfAborted();
    // Footage is the one thing here that a browser short of space should not clear by itself. It may refuse.
    // Typed as always there, but browsers leave it out on pages without HTTPS.
    const { storage } = navigator as { storage?: StorageManager };
    void storage?.persist().catch(() => false);
    const { service, crash } = (running ??= start());
    const player = pagePlayer(onProgress);
    let loading = true;
    const stop = (): void => {
      // Nothing to keep yet, and a download may take long.
      if (loading) letGo();
      else void service.stop();
    };
    signal.addEventListener('abort', stop);
    try {
      await Promise.race([service.load(), crash, aborted(signal)]);
      loading = false;
      const id = await Promise.race([service.extract(request, proxy(player.page)), crash]);
      if (id === null) throw signal.reason;
      return id;
    } catch (error) {
      if (error instanceof WakefulError && error.code === 'internal') letGo();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      player.page.closeVideo();
    }
  }

  return {
    extract(request, onProgress, signal) {
      const work = turn.then(() => extractNow(request, onProgress, signal));
      turn = work.catch(() => undefined);
      return work;
    },
    dispose: letGo,
  };
}

function start(): Running {
  const worker = new Worker(new URL('./footage-worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'wakeful-footage',
  });
  let fail: (detail: string) => void = () => undefined;
  const crash = new Promise<never>((_, reject) => {
    fail = (detail) =>
      reject(
        new WakefulError(
          'internal',
          `The extraction broke: ${detail}`,
          'Go on with it from the list: what was extracted is kept.',
        ),
      );
    whenBroken(worker, fail);
  });
  crash.catch(() => undefined);
  return {
    service: wrap<ExtractionService>(worker),
    crash,
    end() {
      worker.terminate();
      fail('it was ended');
    },
  };
}

/** Rejects when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}

/** What the worker may ask of the page. */
function pagePlayer(onProgress: (progress: ExtractProgress) => void): { readonly page: ExtractionPage } {
  let video: PageVideo | null = null;
  return {
    page: {
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
    },
  };
}
