/**
 * Sessions of faces with other people's eyes, of the same part, both cut out and aligned alike. A
 * source whose faces all have closed eyes gets open ones this way, and drawn closed eyes get real
 * ones beside them: the face around the eyes then tells nothing of the class.
 */
import { rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import sharp from 'sharp';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { Random } from '../../common/random';
import type { CropRow, SessionRecord } from '../../footage/dataset/format';
import { smoothstep } from '../../footage/picture';
import { CROP_SIZE } from '../../footage/recording';
import { readCrop } from '../dataset/crops';
import { writeSession, type Dataset } from '../dataset/extracted';
import { groupOf, TRANSPLANTED, type FaceGroup } from '../predict/face-groups';
import { STREAM } from './people';

/**
 * Where the aligner puts the eyes, and how much around them is taken, fractions of the side: lids
 * and lashes, not the brows.
 */
const EYES_X = [0.266, 0.734] as const;
const EYES_Y = 0.365;
const HALF_WIDTH = 0.165;
const HALF_HEIGHT = 0.1;
/**
 * Distances from the eye's middle, of the ellipse: whole within, fading until the edge; light is
 * compared in between.
 */
const WHOLE = 0.65;
/** Most that the donor's colours are brightened or darkened by. */
const GAINS = { from: 0.35, to: 2.8 } as const;

/**
 * The host's face with the donor's eyes, in the light of the host's skin around them.
 * @param host RGB 0..255, row by row, and `donor` likewise
 */
export function withEyesOf(
  host: ArrayLike<number>,
  donor: ArrayLike<number>,
  side: number,
): Uint8ClampedArray {
  const result = Uint8ClampedArray.from(host);
  for (const x of EYES_X) {
    const inside: { readonly at: number; readonly opacity: number }[] = [];
    const [hostSkin, donorSkin] = [new Float64Array(3), new Float64Array(3)];
    for (let py = Math.floor((EYES_Y - HALF_HEIGHT) * side); py < (EYES_Y + HALF_HEIGHT) * side; py++) {
      for (let px = Math.floor((x - HALF_WIDTH) * side); px < (x + HALF_WIDTH) * side; px++) {
        const distance = Math.hypot((px / side - x) / HALF_WIDTH, (py / side - EYES_Y) / HALF_HEIGHT);
        if (distance >= 1 || px < 0 || px >= side) continue;
        const at = 3 * (py * side + px);
        inside.push({ at, opacity: 1 - smoothstep(WHOLE, 1, distance) });
        if (distance < WHOLE) continue;
        for (let channel = 0; channel < 3; channel++) {
          hostSkin[channel]! += host[at + channel]!;
          donorSkin[channel]! += donor[at + channel]!;
        }
      }
    }
    const gains = Array.from(hostSkin, (light, channel) =>
      Math.min(GAINS.to, Math.max(GAINS.from, light / Math.max(1, donorSkin[channel]!))),
    );
    for (const { at, opacity } of inside) {
      for (let channel = 0; channel < 3; channel++) {
        const own = result[at + channel]!;
        result[at + channel] = own + opacity * (gains[channel]! * donor[at + channel]! - own);
      }
    }
  }
  return result;
}

/** What pairs a host with a donor: whose heads are turned alike. Degrees. */
export interface Posed {
  readonly pitch: number;
  readonly yaw: number;
}
const ALIKE = { pitch: 12, yaw: 10 } as const;
/** Donors tried before a host goes without. */
const TRIES = 40;

/** A donor whose head is held like the host's; null: none was found among those that were drawn. */
export function drawDonor<T extends Posed>(host: Posed, donors: readonly T[], random: Random): T | null {
  for (let i = 0; i < TRIES && donors.length > 0; i++) {
    const donor = donors[random.integer(donors.length)]!;
    if (Math.abs(donor.pitch - host.pitch) <= ALIKE.pitch && Math.abs(donor.yaw - host.yaw) <= ALIKE.yaw)
      return donor;
  }
  return null;
}

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
