import type {} from './recorder';

export type CameraFault = 'stuck' | 'eyes-covered' | 'covered' | 'upside-down';

declare global {
  interface Window {
    camera: {
      /** What is wrong with the pictures from now on. */
      fault: CameraFault | null;
      /** What the page got from getUserMedia last. */
      track: MediaStreamTrack | null;
    };
  }
}

/**
 * Runs in the page before its own scripts, after the recorder's: the camera's pictures pass through
 * here, where they can be spoilt.
 */
export function spoilCamera(): void {
  const camera: Window['camera'] = { fault: null, track: null };
  window.camera = camera;
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  let drawn: CameraFault | null = null;

  function spoil(frame: VideoFrame, fault: CameraFault): VideoFrame {
    const { displayWidth: width, displayHeight: height, timestamp } = frame;
    if (fault !== 'stuck' || drawn !== 'stuck') {
      canvas.width = width;
      canvas.height = height;
      if (fault === 'upside-down') context.setTransform(-1, 0, 0, -1, width, height);
      if (fault !== 'covered') context.drawImage(frame, 0, 0);
      if (fault === 'eyes-covered') coverEyes(width, height);
    }
    frame.close();
    return new VideoFrame(canvas, { timestamp });
  }

  /** Black lenses over the eyes of the face that the program found last. */
  function coverEyes(width: number, height: number): void {
    const { events } = window.recording;
    const measured = events.findLast(({ value }) => value.type === 'measures')?.value;
    const box = measured?.type === 'measures' ? measured.measures.box : null;
    if (!box) return;
    const y = (box.y + 0.31 * box.height) * height;
    for (const side of [0.29, 0.71]) {
      const x = (box.x + side * box.width) * width;
      context.beginPath();
      context.ellipse(x, y, 0.2 * box.width * width, 0.13 * box.height * height, 0, 0, 2 * Math.PI);
      context.fill();
    }
  }

  const devices = navigator.mediaDevices;
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    const [source] = stream.getVideoTracks();
    if (!source) return stream;
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    camera.track = track;
    track.getSettings = () => source.getSettings();
    const stop = track.stop.bind(track);
    track.stop = () => {
      source.stop();
      stop();
    };
    const pass = new TransformStream<VideoFrame, VideoFrame>({
      transform(frame, controller) {
        const { fault } = camera;
        controller.enqueue(fault === null ? frame : spoil(frame, fault));
        drawn = fault;
      },
    });
    new MediaStreamTrackProcessor({ track: source }).readable
      .pipeThrough(pass)
      .pipeTo(track.writable)
      .catch(() => source.stop());
    return new MediaStream([track]);
  };
}
