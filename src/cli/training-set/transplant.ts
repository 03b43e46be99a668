/**
 * Somebody's eyes in somebody else's face, both cut out and aligned alike. A source whose faces all
 * have closed eyes gets open ones this way, and drawn closed eyes get real ones beside them: the
 * face around the eyes then tells nothing of the class.
 */
import type { Random } from '../../common/random';
import { smoothstep } from '../../footage/picture';

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
