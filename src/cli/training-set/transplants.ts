/** Sessions of faces with other people's eyes, of the same part. */
import { rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import sharp from 'sharp';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { Random } from '../../common/random';
import type { CropRow, SessionRecord } from '../../footage/dataset/format';
import { readCrop } from '../dataset/crops';
import { writeSession, type Dataset } from '../dataset/extracted';
import { groupOf, TRANSPLANTED, type FaceGroup } from '../predict/face-groups';
import { STREAM } from './people';
import { CROP_SIZE } from './session';
import { drawDonor, withEyesOf } from './transplant';

/** Which eyes each kind of face gets: the classes that its source lacks, or has drawn only. */
const WANTED: Partial<Readonly<Record<FaceGroup, readonly WakefulnessClass[]>>> = {
  'closed photographs': ['awake', 'drowsy', 'asleep'],
  portraits: ['asleep', 'drowsy'],
};

/**
 * Whose eyes are taken: real ones, and for faces of photographs drawn half-closed ones too, of
 * which there are few real ones.
 */
const GIVERS: Readonly<Record<WakefulnessClass, readonly FaceGroup[]>> = {
  awake: ['portraits', 'real clips'],
  drowsy: ['real clips', 'clips', 'portraits'],
  asleep: ['closed photographs'],
};

/** A fixed number for a name: a host's eyes are the same whoever else is there. */
const numberOf = (name: string): number =>
  Array.from(name).reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7);

/** @param from the part's own people @param to the root that the sessions are written to */
export async function transplantedSessions(
  from: Dataset,
  to: string,
  seed: number,
  fingerprint: string,
  onProgress: (fraction: number) => void,
): Promise<readonly SessionRecord[]> {
  const givers = new Map(
    WAKEFULNESS_CLASSES.map((label) => [
      label,
      // A kind of giver is drawn first, so that many portraits do not outweigh few clips.
      GIVERS[label]
        .map((group) => from.crops.filter((row) => row.label === label && groupOf(row) === group))
        .filter((rows) => rows.length > 0),
    ]),
  );
  const hosts = from.crops.filter((row) => {
    const group = groupOf(row);
    return group === 'closed photographs' || (group === 'portraits' && row.label === 'awake');
  });
  const records: SessionRecord[] = [];
  for (const [i, host] of hosts.entries()) {
    if (i % 50 === 0) onProgress(i / hosts.length);
    const random = Random.seeded(seed, STREAM.transplants, numberOf(host.subject));
    const face = await readCrop(from, host);
    const { subject } = host;
    rmSync(join(to, subject, TRANSPLANTED), { recursive: true, force: true });
    const rows: CropRow[] = [];
    for (const label of WANTED[groupOf(host)] ?? []) {
      const kinds = givers.get(label)!;
      if (kinds.length === 0) continue;
      const donors = kinds[random.integer(kinds.length)]!.filter((row) => row.subject !== subject);
      const donor = drawDonor(host, donors, random);
      if (!donor) continue;
      const pixels = withEyesOf(face, await readCrop(from, donor), CROP_SIZE);
      const file = posix.join(subject, TRANSPLANTED, `${String(rows.length).padStart(5, '0')}-${label}.png`);
      rows.push({
        ...host,
        session: TRANSPLANTED,
        label,
        file,
        source: `${groupOf(host)}, eyes of ${donor.subject}`,
        ear_left: donor.ear_left,
        ear_right: donor.ear_right,
      });
      writeSession(to, {
        record: record(subject, rows.length, fingerprint),
        crops: rows,
        signals: null,
      });
      await sharp(pixels, { raw: { width: CROP_SIZE, height: CROP_SIZE, channels: 3 } })
        .png({ compressionLevel: 6 })
        .toFile(join(to, file));
    }
    if (rows.length > 0) records.push(record(subject, rows.length, fingerprint));
  }
  return records;
}

const record = (subject: string, kept: number, fingerprint: string): SessionRecord => ({
  subject,
  session: TRANSPLANTED,
  kind: 'stills',
  fingerprint,
  seen: kept,
  kept,
  dropped: {},
});
