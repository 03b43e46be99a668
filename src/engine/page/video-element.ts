import { inTime } from '../deadline';
import type { PageVideo } from '../../footage/media/page-video';

/**
 * Beyond any film, seconds: where a player is sent to learn a duration that the file does not tell.
 */
const FAR = 1e9;

/** Seconds that a seek may miss by. */
const SOMEWHAT = 0.5;
/** ms in which a player finds a picture, or does not. */
const ANSWERS_WITHIN = 20_000;

/**
 * Opens a video in the page's own player, which knows formats that WebCodecs is not offered for.
 * Slower: every picture is sought. null: it does not play here.
 */
export async function openVideoElement(file: Blob): Promise<PageVideo | null> {
  const url = URL.createObjectURL(file);
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  const close = (): void => {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  };
  try {
    video.src = url;
    await once(video, 'loadeddata');
    if (!Number.isFinite(video.duration)) await seek(video, FAR);
    const duration = Number.isFinite(video.duration) ? video.duration : video.currentTime;
    if (video.videoWidth === 0) throw new Error('it holds no picture');
    return {
      duration,
      async pictureAt(time) {
        await seek(video, time);
        // Where the data end before the film does, the player stays at the last picture.
        if (video.currentTime < time - SOMEWHAT) throw new Error('the film ends there');
        return createImageBitmap(video);
      },
      close,
    };
  } catch {
    close();
    return null;
  }
}

async function seek(video: HTMLVideoElement, time: number): Promise<void> {
  if (video.currentTime === time && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return;
  const seeked = once(video, 'seeked');
  video.currentTime = time;
  await inTime(seeked, ANSWERS_WITHIN, 'Convert the film.');
}

/** Resolves at the event; rejects when the player fails. */
function once(video: HTMLVideoElement, type: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const settled = new AbortController();
    const { signal } = settled;
    const settle = (end: () => void) => (): void => {
      settled.abort();
      end();
    };
    video.addEventListener(type, settle(resolve), { signal });
    video.addEventListener(
      'error',
      settle(() => reject(new Error(video.error?.message ?? 'the player failed'))),
      { signal },
    );
  });
}
