import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { randomGlasses, wearGlasses, type Glasses } from '../../../src/footage/glasses';
import type { Picture } from '../../../src/footage/picture';

const SIZE = { width: 400, height: 200 };
const SKIN = 200;
const FRAME = 20;

/** The corners of two level eyes, 60 px wide: that is all that glasses are placed by. */
function face(): { picture: Picture; landmarks: Float32Array } {
  const landmarks = new Float32Array(3 * 478);
  const lids = [
    { points: [33, 246, 161, 160, 159, 158, 157, 173, 133], from: 110, to: 170, height: -10 },
    { points: [33, 7, 163, 144, 145, 153, 154, 155, 133], from: 110, to: 170, height: 8 },
    { points: [263, 466, 388, 387, 386, 385, 384, 398, 362], from: 290, to: 230, height: -10 },
    { points: [263, 249, 390, 373, 374, 380, 381, 382, 362], from: 290, to: 230, height: 8 },
  ];
  for (const { points, from, to, height } of lids) {
    points.forEach((point, k) => {
      const u = k / 8;
      landmarks[3 * point] = from + u * (to - from);
      landmarks[3 * point + 1] = 100 + height * 4 * u * (1 - u);
    });
  }
  const data = new Uint8ClampedArray(SIZE.width * SIZE.height * 4).fill(SKIN);
  return { picture: { ...SIZE, data }, landmarks };
}

const PLAIN: Glasses = {
  halfWidth: 0.7,
  halfHeight: 0.5,
  boxiness: 2,
  drop: 0,
  thickness: 0.1,
  frame: [FRAME, FRAME, FRAME],
  frameOpacity: 1,
  tint: 0,
  haze: 0,
  reflections: [],
};

const at = ({ data, width }: Picture, x: number, y: number): number => data[4 * (y * width + x)]!;

describe('glasses', () => {
  it('frame each eye, with a bridge between and arms outside, and leave the eye and the cheek as they are', () => {
    const { picture, landmarks } = face();
    const worn = wearGlasses(picture, landmarks, PLAIN);
    // Lens centres at 140 and 260; half-axes 42 × 30 px.
    for (const x of [98, 182, 218, 302]) expect(at(worn, x, 100)).toBe(FRAME);
    for (const y of [70, 130]) expect(at(worn, 140, y)).toBe(FRAME);
    expect(at(worn, 200, 90)).toBe(FRAME);
    expect(at(worn, 85, 90)).toBe(FRAME);
    expect(at(worn, 140, 100)).toBe(SKIN);
    expect(at(worn, 260, 110)).toBe(SKIN);
    expect(at(worn, 200, 150)).toBe(SKIN);
    expect(at(picture, 98, 100)).toBe(SKIN);
  });

  it('reflect light within the lens only', () => {
    const { picture, landmarks } = face();
    const reflections = [{ angle: 0, offset: 0, halfWidth: 10, strength: 1 }];
    const worn = wearGlasses(picture, landmarks, { ...PLAIN, reflections });
    expect(at(worn, 140, 100)).toBe(240);
    expect(at(worn, 140, 150)).toBe(SKIN);
  });

  it('darken by their tint', () => {
    const { picture, landmarks } = face();
    expect(at(wearGlasses(picture, landmarks, { ...PLAIN, tint: 0.5 }), 140, 100)).toBe(SKIN / 2);
  });

  it('lose contrast to the haze on them', () => {
    const { picture, landmarks } = face();
    const worn = wearGlasses(picture, landmarks, { ...PLAIN, haze: 0.5 });
    expect(at(worn, 140, 100)).toBe((SKIN + 240) / 2);
    expect(at(worn, 140, 150)).toBe(SKIN);
  });

  it('never overlap, whatever is drawn: the middle between the eyes shows bridge or skin', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { picture, landmarks } = face();
        const glasses = { ...randomGlasses(Random.seeded(seed)), tint: 1 };
        const worn = wearGlasses(picture, landmarks, glasses);
        // Outside both lenses a tint of 1 blackens nothing; well under the bridge's bar there is
        // skin.
        expect(at(worn, 200, 170)).toBe(SKIN);
        expect(worn.data.every((value, i) => i % 4 !== 3 || value === SKIN)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('are none where an eye has no width', () => {
    const { picture, landmarks } = face();
    landmarks[3 * 133] = landmarks[3 * 33]!;
    landmarks[3 * 133 + 1] = landmarks[3 * 33 + 1]!;
    expect(wearGlasses(picture, landmarks, PLAIN).data).toEqual(picture.data);
  });
});
