import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { closeLids } from '../../../src/footage/lid-warp';
import { eyeFrame, lidHeight } from '../../../src/footage/lid-warp-geometry';
import type { Picture } from '../../../src/footage/picture';
import { PORTRAIT_NAMES, PortraitFace, type Face } from '../../support/footage/portraits';

const SIZE = { width: 400, height: 200 };
const SKIN = [200, 150, 120] as const;

const UPPER = {
  right: [33, 246, 161, 160, 159, 158, 157, 173, 133],
  left: [263, 466, 388, 387, 386, 385, 384, 398, 362],
};
const LOWER = {
  right: [33, 7, 163, 144, 145, 153, 154, 155, 133],
  left: [263, 249, 390, 373, 374, 380, 381, 382, 362],
};

/** Corners of the two eyes, outer then inner, and the height of their lids over the corner line. */
const CORNERS = { right: [60, 160], left: [340, 240] } as const;
const MIDDLE_Y = 100;
const [RISE, DROP] = [20, 10];

/** Two white eyes with exactly known lids in plain skin. */
function drawnFace(): { picture: Picture; landmarks: Float32Array } {
  const landmarks = new Float32Array(3 * 478);
  for (const eye of ['right', 'left'] as const) {
    const [outer, inner] = CORNERS[eye];
    for (let k = 0; k < 9; k++) {
      const u = k / 8;
      for (const [points, height] of [
        [UPPER[eye], -RISE],
        [LOWER[eye], DROP],
      ] as const) {
        landmarks[3 * points[k]!] = outer + u * (inner - outer);
        landmarks[3 * points[k]! + 1] = MIDDLE_Y + height * 4 * u * (1 - u);
      }
    }
  }
  const data = new Uint8ClampedArray(4 * SIZE.width * SIZE.height);
  for (let y = 0; y < SIZE.height; y++)
    for (let x = 0; x < SIZE.width; x++) {
      const inside = (['right', 'left'] as const).some((eye) => {
        const [outer, inner] = CORNERS[eye];
        const u = (x - outer) / (inner - outer);
        const bulge = 4 * u * (1 - u);
        return u > 0 && u < 1 && y > MIDDLE_Y - RISE * bulge && y < MIDDLE_Y + DROP * bulge;
      });
      data.set([...(inside ? [255, 255, 255] : SKIN), 255], 4 * (y * SIZE.width + x));
    }
  return { picture: { ...SIZE, data }, landmarks };
}

/** Pixels as blue as the white of the eye, left or right of the nose. */
function white({ data }: Picture, half: 'left' | 'right'): number {
  let count = 0;
  for (let k = 0; k < data.length; k += 4) {
    const x = (k / 4) % SIZE.width;
    if (x < SIZE.width / 2 === (half === 'right') && data[k + 2]! > 200) count++;
  }
  return count;
}

const same = (a: Uint8ClampedArray, b: Uint8ClampedArray): boolean => Buffer.from(a).equals(Buffer.from(b));

const { picture, landmarks } = drawnFace();

describe('the frame of an eye', () => {
  it.each(['left', 'right'] as const)('has the %s lids where they were drawn', (eye) => {
    const frame = eyeFrame(landmarks, eye)!;
    expect(frame.width).toBeCloseTo(100, 4);
    expect(frame.down[1]).toBeCloseTo(1, 6);
    for (const u of [0.1, 0.25, 0.5, 0.8]) {
      expect(lidHeight(frame.upper, u)).toBeCloseTo((-RISE * 4 * u * (1 - u)) / 100, 5);
      expect(lidHeight(frame.lower, u)).toBeCloseTo((DROP * 4 * u * (1 - u)) / 100, 5);
    }
    expect(lidHeight(frame.upper, 0)).toBe(0);
    expect(lidHeight(frame.upper, 1)).toBe(0);
  });

  it('is null for an eye without width', () => {
    expect(eyeFrame(new Float32Array(3 * 478), 'left')).toBeNull();
  });

  it('turns and grows with the face', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (angle, scale) => {
          const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
          const turned = Float64Array.from(landmarks);
          for (let k = 0; k < turned.length; k += 3) {
            turned[k] = cos * landmarks[k]! - sin * landmarks[k + 1]!;
            turned[k + 1] = sin * landmarks[k]! + cos * landmarks[k + 1]!;
          }
          for (const eye of ['left', 'right'] as const) {
            const [before, after] = [eyeFrame(landmarks, eye)!, eyeFrame(turned, eye)!];
            expect(after.width / before.width).toBeCloseTo(scale, 4);
            for (const u of [0.3, 0.6])
              expect(lidHeight(after.upper, u)).toBeCloseTo(lidHeight(before.upper, u), 4);
          }
        },
      ),
    );
  });
});

describe('closing lids', () => {
  it('changes nothing at closure 0', () => {
    expect(same(closeLids(picture, landmarks, { left: 0, right: 0 }).data, picture.data)).toBe(true);
  });

  it('leaves the picture it was given alone', () => {
    const before = picture.data.slice();
    closeLids(picture, landmarks, { left: 1, right: 1 });
    expect(same(picture.data, before)).toBe(true);
  });

  it('hides the eyeball at closure 1', () => {
    const closed = closeLids(picture, landmarks, { left: 1, right: 1 });
    expect(white(closed, 'right')).toBeLessThan(0.02 * white(picture, 'right'));
    expect(white(closed, 'left')).toBeLessThan(0.02 * white(picture, 'left'));
  });

  it('hides the more the further it is closed, about in proportion', () => {
    const shown = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
      (closure) =>
        white(closeLids(picture, landmarks, { left: closure, right: closure }), 'right') /
        white(picture, 'right'),
    );
    for (let k = 1; k < shown.length; k++) expect(shown[k]!).toBeLessThan(shown[k - 1]!);
    expect(shown[2]!).toBeGreaterThan(0.4);
    expect(shown[3]!).toBeLessThan(0.5);
  });

  it('closes one eye of a wink: the person’s own left is at the right of the picture', () => {
    const wink = closeLids(picture, landmarks, { left: 1, right: 0 });
    expect(white(wink, 'left')).toBeLessThan(0.02 * white(picture, 'left'));
    expect(white(wink, 'right')).toBe(white(picture, 'right'));
  });

  it('takes closures beyond 0 … 1 as the nearest', () => {
    const closed = closeLids(picture, landmarks, { left: 1, right: 1 });
    expect(same(closeLids(picture, landmarks, { left: 7, right: 2 }).data, closed.data)).toBe(true);
    expect(same(closeLids(picture, landmarks, { left: -1, right: -3 }).data, picture.data)).toBe(true);
  });

  it('draws a dark line where the lids meet', () => {
    const closed = closeLids(picture, landmarks, { left: 1, right: 1 });
    const column = Array.from(
      { length: SIZE.height },
      (_, y) => closed.data[4 * (y * SIZE.width + 110) + 1]!,
    );
    const darkest = column.indexOf(Math.min(...column));
    // The lower lid comes up by a seventh of the opening: 0.14 · 30 px above the drawn edge at y = 110.
    expect(Math.abs(darkest - 105.8)).toBeLessThanOrEqual(2);
    expect(column[darkest]!).toBeLessThan(SKIN[1]);
  });

  it('stays inside the picture for faces at its edges and beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -300, max: 300 }), (dx, dy) => {
        const moved = landmarks.map((value, k) =>
          k % 3 === 0 ? value + dx : k % 3 === 1 ? value + dy : value,
        );
        const closed = closeLids(picture, moved, { left: 1, right: 1 });
        expect(closed.data).toHaveLength(picture.data.length);
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(PORTRAIT_NAMES)('the portrait %s', (name) => {
  let face: Face;
  beforeAll(async () => {
    face = (await PortraitFace.load(name)).open;
  });

  /** Standard deviation of luma inside the open eye: an iris beside a white against plain skin. */
  function contrast(portrait: Picture, eye: 'left' | 'right'): number {
    const frame = eyeFrame(face.landmarks, eye)!;
    const values: number[] = [];
    for (let u = 0.2; u <= 0.8; u += 0.02) {
      const [upper, lower] = [lidHeight(frame.upper, u), lidHeight(frame.lower, u)];
      // The upper two thirds of the opening: below are the lashes of the closed eye.
      for (let share = 0; share <= 0.65; share += 0.05) {
        const v = upper + share * (lower - upper);
        const x = Math.round(frame.x + frame.width * (u * frame.along[0] + v * frame.down[0]));
        const y = Math.round(frame.y + frame.width * (u * frame.along[1] + v * frame.down[1]));
        const at = 4 * (y * portrait.width + x);
        values.push(
          0.299 * portrait.data[at]! + 0.587 * portrait.data[at + 1]! + 0.114 * portrait.data[at + 2]!,
        );
      }
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  }

  it.each(['left', 'right'] as const)('shows plain skin where the %s eye was', (eye) => {
    const closed = closeLids(face.picture, face.landmarks, { left: 1, right: 1 });
    expect(contrast(closed, eye)).toBeLessThan(0.6 * contrast(face.picture, eye));
  });

  it('changes only the eyes', () => {
    const closed = closeLids(face.picture, face.landmarks, { left: 1, right: 1 });
    const { width } = face.picture;
    const frames = (['left', 'right'] as const).map((eye) => eyeFrame(face.landmarks, eye)!);
    for (let k = 0; k < closed.data.length; k += 4) {
      if (closed.data[k] === face.picture.data[k] && closed.data[k + 1] === face.picture.data[k + 1])
        continue;
      const [x, y] = [(k / 4) % width, Math.floor(k / 4 / width)];
      const near = frames.some(
        (frame) =>
          Math.hypot(
            x - frame.x - (frame.along[0] * frame.width) / 2,
            y - frame.y - (frame.along[1] * frame.width) / 2,
          ) <
          0.9 * frame.width,
      );
      if (!near) expect.fail(`pixel ${x}, ${y} changed`);
    }
  });
});
