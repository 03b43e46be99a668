import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { groupBy } from '../../common/group-by';
import {
  INDEX,
  MANIFEST,
  measuresOf,
  NOT_MEASURED,
  roundTime,
  SESSION,
  SIGNALS,
  stillCropName,
  videoCropName,
  type CropRow,
  type SignalRow,
} from '../dataset/format';
import { LABELS_FILE, labelsCsv } from '../dataset/labels-csv';
import { footageError } from '../footage-error';
import type { ExportedNames } from '../footage-library';
import type { CropType } from '../library/chunks';
import type { FootageStore } from '../library/store';
import {
  CROP_SIZE,
  CROPS_PER_SECOND,
  FRAMES_PER_SECOND,
  type FrameSignals,
  type KeptRecording,
  type Recording,
  type SecondLabels,
} from '../recording';

/** Names of crops without a label. */
const UNLABELLED = 'unlabelled';

const ENDINGS: Readonly<Record<CropType, string>> = { 'image/webp': 'webp', 'image/png': 'png' };

/**
 * Everything as one zip in the layout of dataset/format.ts. People are named by their ids: names
 * stay on the device. So do the names of their files, unless they are wanted. Crops go in as they
 * are kept, not compressed again; those without a label are in signals.csv only, for the index is
 * what is trained on. The browser keeps the growing zip on its disk.
 */
export async function exportDataset(
  library: FootageStore,
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
  names: ExportedNames = 'neutral',
): Promise<Blob> {
  const recordings = (await library.recordings()).filter(({ seen }) => seen > 0);
  const neutral = names === 'neutral' ? neutralNames(recordings) : null;
  if (recordings.length === 0) throw footageError('footage-empty', 'There is no footage to export.');
  // No workers: theirs would be blobs, which the security policy refuses. zip64, for there may be
  // over 65,535 crops.
  const zip = new ZipWriter(new BlobWriter('application/zip'), {
    useWebWorkers: false,
    level: 0,
    ...(signal && { signal }),
  });
  const addText = (path: string, text: string) => zip.add(path, new TextReader(text), { level: 6 });
  const total = recordings.reduce((sum, { kept }) => sum + kept, 0);
  let done = 0;
  const index: CropRow[] = [];
  const landmarkers = new Set<string>();
  for (const { id } of recordings) {
    signal?.throwIfAborted();
    const kept = await library.recording(id);
    if (!kept) continue;
    const name = neutral?.get(id);
    const recording = name === undefined ? kept : { ...kept, session: name, fileName: name };
    landmarkers.add(recording.landmarker);
    const [frames, labels] = await Promise.all([library.signals(id), library.labels(id)]);
    const files: string[] = [];
    const folder = `${recording.personId}/${recording.session}`;
    const frameOfCrop = new Map(
      frames.flatMap((frame) => (frame.crop === null ? [] : [[frame.crop, frame]])),
    );
    for await (const { type, bytes } of library.encodedCrops(id)) {
      const name = cropName(recording, frameOfCrop.get(files.length), labels, files.length);
      const file = `${folder}/${name}.${ENDINGS[type]}`;
      await zip.add(file, new Uint8ArrayReader(bytes));
      files.push(file);
      onProgress(++done / total);
    }
    const { crops, signals } = rowsOf(recording, frames, labels, files);
    index.push(...crops);
    await addText(`${folder}/${INDEX.name}`, INDEX.format(crops));
    await addText(`${folder}/${SIGNALS.name}`, SIGNALS.format(signals));
    await addText(`${folder}/${LABELS_FILE}`, labelsCsv(labels));
    await addText(`${folder}/${SESSION.name}`, SESSION.format(sessionRecord(recording, crops.length)));
  }
  await addText(INDEX.name, INDEX.format(index));
  await addText(
    MANIFEST.name,
    MANIFEST.format({
      cropSize: CROP_SIZE,
      framesPerSecond: FRAMES_PER_SECOND,
      cropsPerSecond: CROPS_PER_SECOND,
      landmarker: [...landmarkers].sort().join('+'),
    }),
  );
  const blob = await zip.close();
  onProgress(1);
  return blob;
}

/** By id: the films, and the sessions of pictures, of each person by number. */
function neutralNames(recordings: readonly Recording[]): ReadonlyMap<string, string> {
  const what = ({ kind }: Recording): string => (kind === 'stills' ? 'pictures' : 'film');
  const alike = groupBy(recordings, (recording) => `${recording.personId}/${what(recording)}`);
  return new Map(
    [...alike.values()].flatMap((own) =>
      own.map((recording, i) => [recording.id, `${what(recording)} ${i + 1}`] as const),
    ),
  );
}

/** A crop's label is that of its second; of stills, second i is still i. */
const labelOf = (labels: SecondLabels, time: number) => labels[Math.floor(time)] ?? null;

function cropName(
  { kind }: KeptRecording,
  frame: FrameSignals | undefined,
  labels: SecondLabels,
  index: number,
): string {
  if (!frame) return `lost-${index}`;
  if (kind !== 'stills') return videoCropName(roundTime(frame.time));
  return stillCropName(frame.time, labelOf(labels, frame.time) ?? UNLABELLED);
}

function rowsOf(
  { personId: subject, session, kind, fileName: source }: KeptRecording,
  frames: readonly FrameSignals[],
  labels: SecondLabels,
  files: readonly string[],
): { readonly crops: readonly CropRow[]; readonly signals: readonly SignalRow[] } {
  const crops: CropRow[] = [];
  const signals = frames.map(({ time: at, signals: measured, missing, crop }): SignalRow => {
    const time = roundTime(at);
    const label = labelOf(labels, at);
    const file = crop === null ? '' : (files[crop] ?? '');
    if (measured && file !== '' && label !== null) {
      const when = kind === 'stills' ? null : time;
      crops.push({ subject, session, time: when, label, file, source, ...measuresOf(measured) });
    }
    return { time, label, missing, file, ...(measured ? measuresOf(measured) : NOT_MEASURED) };
  });
  return { crops, signals };
}

function sessionRecord(recording: KeptRecording, kept: number) {
  const { id, personId, session, kind, seen, dropped } = recording;
  const { fileName, fileBytes, createdAt, duration, clock, framesPerSecond, cropsPerSecond } = recording;
  return {
    subject: personId,
    session,
    kind: kind === 'stills' ? ('stills' as const) : ('video' as const),
    fingerprint: id,
    seen,
    kept,
    dropped,
    origin: { fileName, fileBytes, createdAt, duration, clock, framesPerSecond, cropsPerSecond },
  };
}
