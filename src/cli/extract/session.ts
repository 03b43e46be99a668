import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { writeCrop } from '../dataset/crops';
import {
  measuresOf,
  NOT_MEASURED,
  roundTime,
  stillCropName,
  videoCropName,
  type CropRow,
  type SignalRow,
} from '../../footage/dataset/format';
import type { ExtractedSession } from '../dataset/extracted';
import { labelAt, readLabels, type RawRecording, type Still, type Unread } from '../dataset/recordings';
import type { BrowserAnalyzer } from './browser';
import { slotOf } from '../../footage/media/crop-slots';
import type { ExtractOptions, LookedAt } from './protocol';

/** Where a data set is, and where it goes. */
export interface Folders {
  readonly from: string;
  readonly to: string;
}

/** Stills handed to the browser together. */
const STILLS_AT_ONCE = 16;

/**
 * Names what a session is made from and how: files by size and time of change, labels by content,
 * and the settings. A session with another fingerprint is extracted again.
 * @throws DatasetError `dataset-csv`; what the system says of files that went away
 */
export function fingerprint(from: string, recording: RawRecording, settings: string): string {
  const hash = createHash('sha256').update(settings);
  const file = (path: string): void => {
    const { size, mtimeMs } = statSync(join(from, path));
    hash.update(JSON.stringify([path, size, mtimeMs]));
  };
  if (recording.kind === 'video') {
    file(recording.video);
    const labels = join(from, recording.labels);
    readLabels(labels);
    hash.update(readFileSync(labels));
  } else {
    for (const { path, label } of recording.stills) {
      file(path);
      hash.update(label);
    }
  }
  return hash.digest('hex');
}

class Drops {
  readonly counts: Record<string, number> = {};

  add(reason: string, times = 1): void {
    if (times > 0) this.counts[reason] = (this.counts[reason] ?? 0) + times;
  }
}

/** Extracts one session: its crops are written, its lists are returned for `writeSession`. */
export async function extractSession(
  analyzer: BrowserAnalyzer,
  { from, to }: Folders,
  recording: RawRecording,
  options: ExtractOptions,
  print: string,
  progress: (fraction: number) => void,
): Promise<ExtractedSession> {
  const { subject, session } = recording;
  // Crops of an unfinished or outdated run would stay behind under names that nothing lists.
  rmSync(join(to, subject, session), { recursive: true, force: true });
  const base = { subject, session, kind: recording.kind, fingerprint: print };
  const saveCrop = async (name: string, rgba: string): Promise<string> => {
    const file = posix.join(subject, session, `${name}.png`);
    await writeCrop(join(to, file), options.cropSize, Buffer.from(rgba, 'base64'));
    return file;
  };
  if (recording.kind === 'stills') {
    const { crops, ...told } = await extractStills(analyzer, from, recording, options, saveCrop, progress);
    const record = { ...base, seen: recording.stills.length, kept: crops.length, ...told };
    return { record, crops, signals: null };
  }
  const { crops, signals, ...told } = await extractVideo(
    analyzer,
    from,
    recording,
    options,
    saveCrop,
    progress,
  );
  return { record: { ...base, seen: signals.length, kept: crops.length, ...told }, crops, signals };
}

type SaveCrop = (name: string, rgba: string) => Promise<string>;

async function extractStills(
  analyzer: BrowserAnalyzer,
  from: string,
  { subject, session, stills }: Extract<RawRecording, { kind: 'stills' }>,
  { cropSize }: ExtractOptions,
  saveCrop: SaveCrop,
  progress: (fraction: number) => void,
): Promise<{ crops: CropRow[]; dropped: Record<string, number>; failed: Unread[] }> {
  const crops: CropRow[] = [];
  const failed: Unread[] = [];
  const drops = new Drops();
  const keep = async ({ path, label }: Still, look: LookedAt | null, index: number): Promise<void> => {
    if (!look) {
      drops.add('unreadable');
      failed.push({ path, reason: 'no picture, or one too large to be decoded' });
    } else if (!look.signals || look.crop === null) drops.add(look.missing ?? 'no-face');
    else {
      const file = await saveCrop(stillCropName(index, label), look.crop);
      crops.push({ subject, session, time: null, label, file, source: path, ...measuresOf(look.signals) });
    }
  };
  for (let start = 0; start < stills.length; start += STILLS_AT_ONCE) {
    const some = stills.slice(start, start + STILLS_AT_ONCE);
    const looks = await analyzer.stills(
      some.map(({ path }) => join(from, path)),
      cropSize,
    );
    for (const [i, still] of some.entries()) await keep(still, looks[i]!, start + i);
    progress((start + some.length) / stills.length);
  }
  return { crops, dropped: drops.counts, failed };
}

async function extractVideo(
  analyzer: BrowserAnalyzer,
  from: string,
  { subject, session, video, labels: labelsPath }: Extract<RawRecording, { kind: 'video' }>,
  options: ExtractOptions,
  saveCrop: SaveCrop,
  progress: (fraction: number) => void,
): Promise<{ crops: CropRow[]; signals: SignalRow[]; dropped: Record<string, number>; failed: Unread[] }> {
  const labels = readLabels(join(from, labelsPath));
  const crops: CropRow[] = [];
  const signals: SignalRow[] = [];
  const take = async (looks: readonly LookedAt[]): Promise<void> => {
    for (const look of looks) {
      const label = labelAt(labels, look.time);
      const time = roundTime(look.time);
      let file = '';
      if (look.signals && look.crop !== null && label !== null) {
        file = await saveCrop(videoCropName(time), look.crop);
        crops.push({ subject, session, time, label, file, source: video, ...measuresOf(look.signals) });
      }
      const measures = look.signals ? measuresOf(look.signals) : NOT_MEASURED;
      signals.push({ time, label, missing: look.missing, file, ...measures });
    }
  };
  const answer = await analyzer.video(
    join(from, video),
    { ...options, labelled: [...labels.keys()] },
    { take, progress },
  );
  const drops = new Drops();
  if (answer.kind === 'unreadable') {
    drops.add(`unreadable: ${answer.detail}`);
    const failed = [{ path: video, reason: answer.detail }];
    return { crops: [], signals: [], dropped: drops.counts, failed };
  }
  const lastSecond = Math.floor(signals.at(-1)?.time ?? -1);
  drops.add('label after the end of the video', [...labels.keys()].filter((s) => s > lastSecond).length);
  for (const reason of emptySlots(signals, options.cropsPerSecond)) drops.add(reason);
  return { crops, signals, dropped: drops.counts, failed: [] };
}

/** For each slot that no crop came from: why. */
export function emptySlots(signals: readonly SignalRow[], cropsPerSecond: number): readonly string[] {
  const slots = new Map<number, string | null>();
  for (const { time, label, missing, file } of signals) {
    const slot = slotOf(time, cropsPerSecond);
    if (file !== '') slots.set(slot, null);
    else if (slots.get(slot) !== null)
      slots.set(slot, label === null ? 'not labelled' : (missing ?? 'no-face'));
  }
  return [...slots.values()].filter((reason) => reason !== null);
}
