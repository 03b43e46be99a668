import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { FOOTAGE_FOLDER, PLAYED_FPS } from './mjpeg';
import { FRAME, MARKER } from './render';

/** Seconds of a clip in which the eyes are closed. */
export interface ClosedEyes {
  readonly from: number;
  readonly to: number;
}

/**
 * A fake webcam from a video file, with the marker of generated footage drawn in. Needs ffmpeg; for
 * development only.
 * @returns the .mjpeg file's absolute path
 */
export function clipFile(video: string, closed?: ClosedEyes): string {
  mkdirSync(FOOTAGE_FOLDER, { recursive: true });
  const file = resolve(FOOTAGE_FOLDER, `clip-${basename(video, '.mp4')}.mjpeg`);
  const { width, height } = FRAME;
  const box = `drawbox=x=${MARKER.x}:y=${MARKER.y}:w=${MARKER.size}:h=${MARKER.size}:t=fill`;
  const filters = [
    `scale=${width}:${height}:force_original_aspect_ratio=decrease`,
    `pad=${width}:${height}:-1:-1`,
    `${box}:color=black`,
    ...(closed === undefined ? [] : [`${box}:color=white:enable='between(t,${closed.from},${closed.to})'`]),
  ];
  execFileSync('ffmpeg', [
    '-loglevel',
    'error',
    '-y',
    '-i',
    video,
    '-vf',
    filters.join(','),
    '-r',
    String(PLAYED_FPS),
    '-an',
    '-c:v',
    'mjpeg',
    '-q:v',
    '3',
    '-f',
    'mjpeg',
    file,
  ]);
  return file;
}
