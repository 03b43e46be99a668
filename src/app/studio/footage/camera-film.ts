import type { Clock } from '../../../common/clock';
import { WakefulError } from '../../../common/errors';
import type { AlertOutputs } from '../../monitor/alerts/alert-outputs';
import type { StudioCamera } from '../context';

/** Containers that can be recorded, the better read first. No sound is recorded. */
const CONTAINERS = ['video/webm;codecs=vp8', 'video/webm', 'video/mp4'] as const;

/** Enough for a face at webcam size. */
const BITS_PER_SECOND = 2_500_000;

/** The container in which this browser records; null: it does not. */
export const filmType = (): string | null =>
  typeof MediaRecorder === 'undefined'
    ? null
    : (CONTAINERS.find((type) => MediaRecorder.isTypeSupported(type)) ?? null);

/** What a recording stands on. */
export interface FilmParts {
  /** Of the video. */
  readonly name: string;
  readonly openCamera: (onEnded: () => void) => Promise<StudioCamera>;
  readonly alerts: Pick<AlertOutputs, 'unlock' | 'testSound'>;
  /** ms */
  readonly now: Clock;
}

/** A running recording of a camera. */
export interface CameraFilm {
  /** Between the two nothing is recorded, and the film's time stands still. */
  pause(): void;
  resume(): void;
  /** Ends it and resolves to the video. */
  finish(): Promise<File>;
  /** Ends it and forgets it. */
  discard(): void;
}

/** @param onStart the first picture is being recorded */
export function startFilm(stream: MediaStream, type: string, name: string, onStart: () => void): CameraFilm {
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND });
  const parts: Blob[] = [];
  let failed = false;
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.addEventListener('start', onStart);
  recorder.addEventListener('error', () => (failed = true));
  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve());
  });
  recorder.start();
  const end = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  return {
    async finish() {
      end();
      await stopped;
      if (failed || parts.every(({ size }) => size === 0))
        throw new WakefulError('footage-empty', 'The browser recorded nothing.', 'Record again.');
      const container = type.split(';')[0]!;
      return new File(parts, `${name}.${container.split('/')[1]!}`, { type: container });
    },
    discard: end,
    pause: () => recorder.pause(),
    resume: () => recorder.resume(),
  };
}
