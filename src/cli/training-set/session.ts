/** One person's crops of one origin, and the way they are kept. */
import { rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { WakefulnessClass } from '../../common/classes';
import type { CropRow, SessionRecord } from '../../footage/dataset/format';
import { CROP_SIZE } from '../../footage/recording';
import { writeCrop } from '../dataset/crops';
import { writeSession } from '../dataset/extracted';
import type { LookedAt } from '../extract/protocol';

export interface SessionName {
  readonly subject: string;
  readonly session: string;
}

export interface PictureSession extends SessionName {
  readonly crops: readonly {
    readonly label: WakefulnessClass;
    readonly source: string;
    readonly look: LookedAt;
  }[];
  readonly seen: number;
  readonly dropped: Readonly<Record<string, number>>;
}

const round = (value: number): number => Number(value.toFixed(5));

/** @param fingerprint names how it was made: a session with another one is made again */
export async function saveSession(
  root: string,
  session: PictureSession,
  fingerprint: string,
): Promise<SessionRecord> {
  const { subject, session: name, crops, seen, dropped } = session;
  rmSync(join(root, subject, name), { recursive: true, force: true });
  const rows: CropRow[] = [];
  for (const [i, { label, source, look }] of crops.entries()) {
    const { signals, crop } = look;
    if (!signals || crop === null) continue;
    const file = posix.join(subject, name, `${String(i).padStart(5, '0')}-${label}.png`);
    await writeCrop(join(root, file), CROP_SIZE, Buffer.from(crop, 'base64'));
    rows.push({
      subject,
      session: name,
      time: null,
      label,
      file,
      source,
      ear_left: round(signals.ear.left),
      ear_right: round(signals.ear.right),
      mar: round(signals.mar),
      pitch: round(signals.pose.pitch),
      yaw: round(signals.pose.yaw),
      roll: round(signals.pose.roll),
    });
  }
  const record: SessionRecord = {
    subject,
    session: name,
    kind: 'stills',
    fingerprint,
    seen,
    kept: rows.length,
    dropped,
  };
  writeSession(root, { record, crops: rows, signals: null });
  return record;
}
