/** Each source's pictures as labelled crops of one person. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WakefulnessClass } from '../../common/classes';
import type { Random } from '../../common/random';
import type { BrowserAnalyzer } from '../extract/browser';
import type { LookedAt } from '../extract/protocol';
import { CLOSED_PHOTO, LOWERED_LIDS } from '../predict/face-groups';
import { labelAfterLook } from './looked-at';
import { labelOfOpening, openLevelOf, spread } from './openness';
import { portraitLooks, rejections } from './portraits';
import { CROP_SIZE } from '../../footage/recording';
import type { PictureSession, SessionName } from './session';

/** Seconds of a clip that are looked at: longer than any. */
const CLIP_SECONDS = 60;
/** Heads turned or bowed further than this (degrees) have no trustworthy opening. */
const MOST_YAW = 25;
const MOST_PITCH = 20;

/** Which frames of a clip are kept, and how they are labelled. */
export interface ClipRules {
  readonly framesPerSecond: number;
  /** Labels are corrected by what somebody saw who looked at the frames. */
  readonly corrected: boolean;
  /** Crops of each class. */
  readonly most: Readonly<Record<WakefulnessClass, number>>;
  /**
   * Openings (eye aspect ratio) below which a clip's own open level is not believed: whoever talks
   * with lowered lids throughout would have half-closed eyes labelled as open.
   */
  readonly leastOpenLevel: number;
}

const YALE_LABELS: Readonly<Record<string, WakefulnessClass>> = {
  sleepy: 'asleep',
  normal: 'awake',
  noglasses: 'awake',
  glasses: 'awake',
};

/** A portrait with open eyes in all states. */
export async function portraitSession(
  eyes: BrowserAnalyzer,
  path: string,
  who: SessionName,
  random: Random,
): Promise<PictureSession> {
  const looks = portraitLooks(random);
  const seen = await eyes.portrait(path, looks, CROP_SIZE);
  const base = { ...who, seen: looks.length };
  if (!seen) return { ...base, crops: [], dropped: { 'no-face': looks.length } };
  const reasons = rejections(looks, seen);
  const dropped: Record<string, number> = {};
  for (const reason of reasons) if (reason !== null) dropped[reason] = (dropped[reason] ?? 0) + 1;
  const crops = looks.flatMap(({ label, closure, glasses }, i) => {
    const source = `closure ${closure.toFixed(2)}${glasses ? ', glasses' : ''}`;
    return reasons[i] === null ? [{ label, source, look: seen[i]! }] : [];
  });
  return { ...base, crops, dropped };
}

export const loweredLids = (subject: string): SessionName => ({ subject, session: LOWERED_LIDS });

/** Frames of a clip, labelled by the opening of the eyes. */
export async function clipSession(
  eyes: BrowserAnalyzer,
  folder: string,
  name: string,
  who: SessionName,
  { framesPerSecond, corrected, most, leastOpenLevel }: ClipRules,
): Promise<PictureSession> {
  const looks: LookedAt[] = [];
  await eyes.video(
    join(folder, name),
    {
      cropSize: CROP_SIZE,
      framesPerSecond,
      cropsPerSecond: framesPerSecond,
      labelled: Array.from({ length: CLIP_SECONDS }, (_, second) => second),
    },
    {
      take: async (some) => {
        looks.push(...some);
        await Promise.resolve();
      },
      progress: () => undefined,
    },
  );
  const usable = looks.flatMap((look) => {
    const { signals } = look;
    if (!signals || Math.abs(signals.pose.yaw) > MOST_YAW || Math.abs(signals.pose.pitch) > MOST_PITCH)
      return [];
    return [{ look, opening: (signals.ear.left + signals.ear.right) / 2 }];
  });
  const level = openLevelOf(usable.map(({ opening }) => opening));
  if (usable.length === 0 || level < leastOpenLevel)
    return { ...who, crops: [], seen: looks.length, dropped: { 'never clearly open': looks.length } };
  const crops = (['asleep', 'drowsy', 'awake'] as const).flatMap((label) =>
    spread(
      usable.filter(({ opening }) => labelOfOpening(opening, level) === label),
      most[label],
    ).flatMap(({ look }) => {
      const after = corrected ? labelAfterLook(name, look.time, label) : label;
      return after === null ? [] : [{ label: after, source: `${name} ${look.time.toFixed(2)} s`, look }];
    }),
  );
  return { ...who, crops, seen: looks.length, dropped: {} };
}

const stillSession = (
  who: SessionName,
  label: WakefulnessClass,
  source: string,
  look: LookedAt | null,
): PictureSession => {
  const crops = look?.signals ? [{ label, source, look }] : [];
  const dropped = crops.length === 0 ? { [look?.missing ?? 'unreadable']: 1 } : {};
  return { ...who, crops, seen: 1, dropped };
};

/** Photographs of people whose eyes are really closed, each of another person. */
export async function closedSessions(
  eyes: BrowserAnalyzer,
  folder: string,
  names: readonly string[],
): Promise<readonly PictureSession[]> {
  const looks = await eyes.stills(
    names.map((name) => join(folder, name)),
    CROP_SIZE,
  );
  return names.map((name, i) =>
    stillSession(
      { subject: name.replace(/\.jpg$/, ''), session: CLOSED_PHOTO },
      'asleep',
      name,
      looks[i] ?? null,
    ),
  );
}

/** Yale's stills are looked at as they are. */
export async function yaleSessions(
  eyes: BrowserAnalyzer,
  folder: string,
  subject: string,
): Promise<readonly PictureSession[]> {
  const conditions = Object.entries(YALE_LABELS).filter(([condition]) =>
    existsSync(join(folder, `${subject}.${condition}.png`)),
  );
  const looks = await eyes.stills(
    conditions.map(([condition]) => join(folder, `${subject}.${condition}.png`)),
    CROP_SIZE,
  );
  return conditions.map(([condition, label], i) =>
    stillSession({ subject: `yale-${subject}`, session: condition }, label, condition, looks[i] ?? null),
  );
}
