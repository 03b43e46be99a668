import type { BitmapReply, FrameInput } from '../../vision/frame-source';

/** What the page hands to the worker, and how to end it. */
export interface PageFrameInput {
  readonly input: FrameInput;
  /** To be listed in postMessage's transfer. */
  readonly transfer: Transferable[];
  close(): void;
}

/**
 * The best way from a camera track to a worker: a MediaStreamTrackProcessor, which keeps its full
 * rate in hidden tabs; else pictures of a <video>, which the worker asks for.
 */
export async function openFrameInput(track: MediaStreamVideoTrack): Promise<PageFrameInput> {
  return 'MediaStreamTrackProcessor' in globalThis ? withProcessor(track) : await withVideo(track);
}

function withProcessor(track: MediaStreamVideoTrack): PageFrameInput {
  // A clone, so that ending the frames leaves the preview alone. One buffered frame: a late reader
  // gets the newest.
  const copy = track.clone();
  const { readable } = new MediaStreamTrackProcessor({ track: copy, maxBufferSize: 1 });
  return {
    input: { kind: 'track-processor', readable },
    transfer: [readable],
    close: () => copy.stop(),
  };
}

async function withVideo(track: MediaStreamTrack): Promise<PageFrameInput> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  await video.play();

  const { port1, port2 } = new MessageChannel();
  let shown = -1;
  const reply = (message: BitmapReply): void =>
    port1.postMessage(message, message.image === null ? [] : [message.image]);
  port1.onmessage = () => {
    // A hidden tab may freeze the video: the same picture again would look like eyes that never
    // blink.
    const { currentTime } = video;
    if (currentTime === shown || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      reply({ image: null });
      return;
    }
    shown = currentTime;
    createImageBitmap(video).then(
      (image) => reply({ image }),
      () => reply({ image: null }),
    );
  };
  return {
    input: { kind: 'image-bitmap', port: port2 },
    transfer: [port2],
    close() {
      port1.close();
      video.srcObject = null;
    },
  };
}
