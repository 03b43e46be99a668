import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { Renderer } from './render';
import { scriptSeconds, type Script } from './script';

/**
 * Chromium plays an .mjpeg fake webcam at this rate, whatever the file holds (kMJpegFrameRate,
 * file_video_capture_device.cc).
 */
export const PLAYED_FPS = 30;

/**
 * Each drawn frame is written twice: fifteen different pictures a second are what many webcams
 * give.
 */
export const REPEATS = 2;

/** JPEG quality of a decent webcam. */
const QUALITY = 88;

export const FOOTAGE_FOLDER = '.cache/footage';

/** Of everything that decides what the footage looks like: a change of it makes new files. */
const RENDERER_VERSION = 2;

/** A script written out: functions have no content to hash, so closures are sampled. */
export function fingerprint(script: Script): string {
  const parts = script.parts.map((part) => ({
    ...part,
    closure: Array.from({ length: Math.round(part.seconds * 30) }, (_, k) => part.closure?.(k / 30) ?? 0),
  }));
  return createHash('sha256')
    .update(JSON.stringify([RENDERER_VERSION, script.seed, parts]))
    .digest('hex')
    .slice(0, 12);
}

/**
 * The file of concatenated JPEGs for a script, drawn unless it is there already.
 * @returns its absolute path, for --use-file-for-fake-video-capture
 */
export async function footageFile(script: Script): Promise<string> {
  const path = resolve(FOOTAGE_FOLDER, `${script.name}-${fingerprint(script)}.mjpeg`);
  if (existsSync(path)) return path;
  const renderer = new Renderer();
  const frames: Buffer[] = [];
  const count = Math.round((scriptSeconds(script.parts) * PLAYED_FPS) / REPEATS);
  for (let k = 0; k < count; k++) {
    const { data, width, height } = await renderer.frame(script, (k * REPEATS) / PLAYED_FPS);
    const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality: QUALITY })
      .toBuffer();
    for (let repeat = 0; repeat < REPEATS; repeat++) frames.push(jpeg);
  }
  mkdirSync(FOOTAGE_FOLDER, { recursive: true });
  // Under its name only when whole: an interrupted run must not leave half a film.
  writeFileSync(`${path}.part`, Buffer.concat(frames));
  renameSync(`${path}.part`, path);
  return path;
}
