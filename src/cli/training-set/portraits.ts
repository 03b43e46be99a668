/**
 * Portraits of people with open eyes become all three states: their lids are lowered, and some wear
 * drawn glasses.
 */
import type { WakefulnessClass } from '../../common/classes';
import type { Random } from '../../common/random';
import { randomGlasses } from '../../footage/glasses';
import type { LookedAt, PortraitLook } from '../extract/protocol';

/**
 * How far the lids are lowered for each label. Open eyes go through the warp too, so that its
 * traces tell nothing.
 */
const CLOSURES: Readonly<Record<WakefulnessClass, readonly [from: number, to: number]>> = {
  awake: [0, 0.14],
  drowsy: [0.42, 0.66],
  asleep: [0.94, 1],
};

/** Fraction of people who also get drawn glasses, in all states, so that glasses tell nothing. */
const WITH_GLASSES = 0.5;

/**
 * The warp failed where the landmarks still find the eyes as open as this, of the same person's
 * open ones.
 */
const CLOSED_AT_MOST = 0.7;
const HALF_AT_MOST = 0.95;

export interface LabelledLook extends PortraitLook {
  readonly label: WakefulnessClass;
}

/** Looks of one person: without glasses, then perhaps the same three with them. */
export function portraitLooks(random: Random): readonly LabelledLook[] {
  const bare = (['awake', 'drowsy', 'asleep'] as const).map((label): LabelledLook => {
    const [from, to] = CLOSURES[label];
    return { label, closure: from + (to - from) * random.uniform(), glasses: null };
  });
  if (random.uniform() >= WITH_GLASSES) return bare;
  return [...bare, ...bare.map((look) => ({ ...look, glasses: randomGlasses(random) }))];
}

const opening = ({ signals }: LookedAt): number | null =>
  signals && (signals.ear.left + signals.ear.right) / 2;

/** Why each look is not to be used; null: it is. With glasses the same as without. */
export function rejections(
  looks: readonly LabelledLook[],
  seen: readonly LookedAt[],
): readonly (string | null)[] {
  const bare = new Map(looks.flatMap(({ label, glasses }, i) => (glasses ? [] : [[label, seen[i]!]])));
  const open = opening(bare.get('awake')!);
  const failed = new Set<WakefulnessClass>();
  for (const [label, atMost] of [
    ['drowsy', HALF_AT_MOST],
    ['asleep', CLOSED_AT_MOST],
  ] as const) {
    const now = opening(bare.get(label)!);
    if (open === null || now === null || now > atMost * open) failed.add(label);
  }
  return looks.map(({ label }, i) => {
    const { signals, missing, crop } = seen[i]!;
    if (!signals || crop === null) return missing ?? 'no-face';
    return failed.has(label) ? 'the lids do not measure as lowered' : null;
  });
}
