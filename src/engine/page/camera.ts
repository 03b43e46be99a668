import { messageOf, WakefulError } from '../../common/errors';

export type CameraErrorCode = 'camera-denied' | 'camera-missing' | 'camera-busy' | 'insecure-context';

/** The camera cannot be had. */
export class CameraError extends WakefulError<CameraErrorCode> {}

export interface CameraWish {
  /** null: the browser's default. */
  readonly deviceId: string | null;
  readonly width: number;
  readonly height: number;
}

/**
 * Frames a second to ask for: as many as the landmarks are measured at; slower shutters also see
 * more in dim light.
 */
const FRAME_RATE = 15;

export interface Camera {
  readonly stream: MediaStream;
  readonly track: MediaStreamVideoTrack;
  /** Turns it off. `onEnded` is not called. */
  close(): void;
}

export interface CameraListener {
  /** Unplugged, or taken away by the browser or the system. */
  onEnded(): void;
  /** The system stopped or resumed the picture without ending the track (a privacy switch, say). */
  onMuted(muted: boolean): void;
}

/** @throws CameraError */
export async function openCamera(wish: CameraWish, listener: CameraListener): Promise<Camera> {
  const stream = await devices()
    .getUserMedia({
      audio: false,
      video: {
        ...(wish.deviceId === null ? { facingMode: 'user' } : { deviceId: { exact: wish.deviceId } }),
        width: { ideal: wish.width },
        height: { ideal: wish.height },
        frameRate: { ideal: FRAME_RATE },
      },
    })
    .catch((error: unknown) => {
      throw cameraError(error);
    });
  const track = stream.getVideoTracks()[0];
  if (!track)
    throw new CameraError('camera-missing', 'The camera gave no video.', REMEDIES['camera-missing']);
  track.addEventListener('ended', () => listener.onEnded());
  track.addEventListener('mute', () => listener.onMuted(true));
  track.addEventListener('unmute', () => listener.onMuted(false));
  return {
    stream,
    track,
    // stop() fires no 'ended'.
    close: () => stream.getTracks().forEach((each) => each.stop()),
  };
}

/**
 * The cameras of this device; labels are empty until the camera was allowed once. @throws
 * CameraError
 */
export async function listCameras(): Promise<readonly { deviceId: string; label: string }[]> {
  const all = await devices().enumerateDevices();
  return all
    .filter((device) => device.kind === 'videoinput')
    .map(({ deviceId, label }) => ({ deviceId, label }));
}

function devices(): MediaDevices {
  // Typed as always there, but browsers leave it out on pages without HTTPS.
  const found = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (found) return found;
  throw new CameraError(
    'insecure-context',
    'This page was not loaded over a secure connection, so the browser offers no camera.',
    REMEDIES['insecure-context'],
  );
}

const REMEDIES: Readonly<Record<CameraErrorCode, string>> = {
  'camera-denied': 'Allow the camera for this page in the address bar, then start again.',
  'camera-missing': 'Connect a camera or choose another one, then start again.',
  'camera-busy': 'Close other programs that use the camera, then start again.',
  'insecure-context': 'Open this page by https:// or on localhost.',
};

/** getUserMedia's DOMException names (Media Capture and Streams, section 10.2). */
function cameraError(error: unknown): CameraError {
  const name = error instanceof Error ? error.name : 'unknown';
  const code = codeOf(name);
  return new CameraError(code, `${name}: ${messageOf(error)}`, REMEDIES[code], { cause: error });
}

function codeOf(name: string): CameraErrorCode {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'camera-denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'camera-missing';
    default:
      // NotReadableError, AbortError: it is there, but something else holds it.
      return 'camera-busy';
  }
}
