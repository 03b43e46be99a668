/**
 * What an import needs of films: their length, and another container where no browser reads theirs.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { DatasetError } from '../../footage/dataset/dataset-error';
import { diskFull } from '../files';

/** Seconds from 0 to the end of a film's last frame. @throws DatasetError `dataset-layout` */
export async function videoSeconds(path: string): Promise<number> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track) return await track.computeDuration();
  } catch (cause) {
    throw new DatasetError('dataset-layout', 'it cannot be read as a film', 'Download it again.', { cause });
  } finally {
    input.dispose();
  }
  throw new DatasetError('dataset-layout', 'it holds no picture track', 'Download it again.');
}

/** Writes a film that browsers read, frame by frame as the old one. @throws DatasetError */
export async function toMp4(from: string, to: string): Promise<void> {
  const unfinished = `${to}.part`;
  mkdirSync(dirname(to), { recursive: true });
  const codec = ['-an', '-c:v', 'libx264', '-preset', 'fast', '-crf', '18', '-pix_fmt', 'yuv420p'];
  try {
    await promisify(execFile)('ffmpeg', [
      ...['-v', 'error', '-y', '-i', from, ...codec, '-fps_mode', 'passthrough', '-f', 'mp4', unfinished],
    ]);
    renameSync(unfinished, to);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    const told = cause instanceof Error ? cause.message : String(cause);
    if (told.includes('No space left')) throw diskFull(to, cause);
    const missing = told.includes('ENOENT');
    throw new DatasetError(
      'dataset-layout',
      missing
        ? 'no browser reads .avi, and ffmpeg is not installed'
        : `ffmpeg cannot read it: ${told.trim().split('\n').at(-1)}`,
      missing ? 'Install ffmpeg (Debian: apt install ffmpeg) and import again.' : 'Download it again.',
      { cause },
    );
  }
}
