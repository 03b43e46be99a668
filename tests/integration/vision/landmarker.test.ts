/**
 * The face landmarker, built and bundled as the app does it, in real Chromium under the app's own
 * security headers.
 */
import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledPage, type BundledPage } from '../../support/bundled-page';
import type {} from './browser/page';

const photo = path.resolve(
  import.meta.dirname,
  '../../../node_modules/@vladmandic/face-api/demo/sample6.jpg',
);

/**
 * A face in that photo, and where its eyes are: read off the picture by eye, the outer corners
 * under make-up.
 */
const CUT = { left: 1050, top: 200, width: 480, height: 480 };
const RIGHT_EYE = [176, 229] as const;
const LEFT_EYE = [283, 230] as const;

/** What is drawn over the eyes. */
const BEFORE_THE_EYES = {
  boxes: '<path d="M125 200h100v62h-100zM232 200h100v62h-100zM225 220h7v8h-7z" fill="#111"/>',
  sunglasses:
    '<g fill="#2b2622"><ellipse cx="176" cy="232" rx="50" ry="36"/><ellipse cx="283" cy="233" rx="50" ry="36"/></g>' +
    '<path d="M140 215l40 -8" stroke="#bbb" stroke-width="5"/><path d="M222 226h14" stroke="#2b2622" stroke-width="7"/>',
  glasses:
    '<g fill="none" stroke="#222" stroke-width="6"><ellipse cx="176" cy="232" rx="50" ry="36"/>' +
    '<ellipse cx="283" cy="233" rx="50" ry="36"/><path d="M226 228h8"/></g>',
};

let bundled: BundledPage;
let page: Page;
const requests: string[] = [];

async function putFiles(publicDir: string): Promise<void> {
  const face = sharp(photo).extract(CUT);
  await face.png().toFile(path.join(publicDir, 'face.png'));
  for (const turn of [90, 180, 270])
    await face
      .clone()
      .rotate(turn)
      .png()
      .toFile(path.join(publicDir, `turned-${turn}.png`));
  for (const [name, drawn] of Object.entries(BEFORE_THE_EYES))
    await face
      .clone()
      .composite([{ input: Buffer.from(`<svg width="480" height="480">${drawn}</svg>`) }])
      .png()
      .toFile(path.join(publicDir, `${name}.png`));
  await face.clone().linear(0.15, 3).png().toFile(path.join(publicDir, 'dim.png'));
  await sharp({ create: { ...CUT, channels: 3, background: '#444' } })
    .png()
    .toFile(path.join(publicDir, 'nobody.png'));
}

beforeAll(async () => {
  bundled = await bundledPage(path.join(import.meta.dirname, 'browser'), putFiles);
  page = await bundled.open((opened) => opened.on('request', (request) => requests.push(request.url())));
});

afterAll(() => bundled.close());

/** The middle of the eye between two mesh points. */
function middle(landmarks: ArrayLike<number>, one: number, other: number): [x: number, y: number] {
  return [
    (landmarks[3 * one]! + landmarks[3 * other]!) / 2,
    (landmarks[3 * one + 1]! + landmarks[3 * other + 1]!) / 2,
  ];
}

const distance = ([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number =>
  Math.hypot(x1 - x2, y1 - y2);

describe('the face landmarker in Chromium', () => {
  test('loads its files with progress, from this origin only', async () => {
    const progress = await page.evaluate(() => window.vision.start());
    for (const name of ['face_landmarker.task', 'vision_wasm_module_internal.wasm']) {
      const own = progress.filter(({ file }) => file === name);
      expect(own[0]!.loaded).toBe(0);
      expect(own.at(-1)!.loaded).toBe(own[0]!.total);
    }
    expect(requests.filter((url) => !url.startsWith(bundled.origin))).toEqual([]);
  });

  test('finds the face where it is', async () => {
    const faces = await page.evaluate(() => window.vision.faces('/face.png', 1000));
    expect(faces).toHaveLength(1);
    const { landmarks, interocularPx, signals } = faces[0]!;
    expect(distance(middle(landmarks, 33, 133), RIGHT_EYE)).toBeLessThan(0.1 * interocularPx);
    expect(distance(middle(landmarks, 263, 362), LEFT_EYE)).toBeLessThan(0.1 * interocularPx);
    expect(Math.abs(interocularPx - distance(RIGHT_EYE, LEFT_EYE))).toBeLessThan(15);
    // Both eyes wide open, the mouth closed, the chin down and the head nearly upright.
    expect(Math.min(signals.ear.left, signals.ear.right)).toBeGreaterThan(0.25);
    expect(signals.mar).toBeLessThan(0.1);
    expect(signals.pose.pitch).toBeGreaterThan(5);
    expect(Math.abs(signals.pose.yaw)).toBeLessThan(15);
    expect(Math.abs(signals.pose.roll)).toBeLessThan(10);
  });

  test('takes frames of a camera, and a clock that stands still or jumps back', async () => {
    for (const t of [1000, 1000, 3]) {
      const faces = await page.evaluate((time) => window.vision.facesOfFrame('/face.png', time), t);
      expect(faces).toHaveLength(1);
      expect(distance(middle(faces[0]!.landmarks, 33, 133), RIGHT_EYE)).toBeLessThan(10);
    }
  });

  test('finds the same on the pixels of a frame, which are those that are drawn', async () => {
    const { faces, difference } = await page.evaluate(() => window.vision.facesOfPixels('/face.png', 2000));
    expect(difference).toBeLessThan(1);
    expect(faces).toHaveLength(1);
    expect(distance(middle(faces[0]!.landmarks, 33, 133), RIGHT_EYE)).toBeLessThan(10);
  });

  test('finds nobody where nobody is, and measures the light', async () => {
    expect(await page.evaluate(() => window.vision.faces('/nobody.png', 5000))).toEqual([]);
    const light = await page.evaluate(() => window.vision.light('/nobody.png'));
    expect(light.mean).toBeCloseTo(0x44, 0);
    expect(light.deviation).toBeLessThan(0.01);
    expect((await page.evaluate(() => window.vision.light('/face.png'))).deviation).toBeGreaterThan(30);
  });

  test('cuts the face out upright, 75 px of 160 between the eyes', async () => {
    const { faces, corner } = await page.evaluate(() => window.vision.facesInCrop('/face.png', 320, 20_000));
    expect(faces).toHaveLength(1);
    const right = middle(faces[0]!.landmarks, 33, 133);
    const left = middle(faces[0]!.landmarks, 263, 362);
    expect(left[0] - right[0]).toBeGreaterThan(140);
    expect(left[0] - right[0]).toBeLessThan(160);
    expect(Math.abs(left[1] - right[1])).toBeLessThan(10);
    expect(Math.abs((left[0] + right[0]) / 2 - 160)).toBeLessThan(10);
    expect(corner[3]).toBe(255);
  });

  test('averages the pixels when it makes a face smaller', async () => {
    // Taking every fourth pixel of a chessboard would give black and white: a deviation of up to 127.
    expect(await page.evaluate(() => window.vision.shrunkChessboard())).toBeLessThan(10);
  });

  test('starts again after it was stopped, without another download', async () => {
    const before = requests.filter((url) => /\.(task|wasm)/.test(url)).length;
    expect(before).toBe(2);
    await page.evaluate(() => window.vision.stop());
    await page.evaluate(() => window.vision.start());
    expect(await page.evaluate(() => window.vision.faces('/face.png', 1000))).toHaveLength(1);

    await page.reload();
    await page.evaluate(() => window.vision.start());
    expect(await page.evaluate(() => window.vision.faces('/face.png', 1000))).toHaveLength(1);
    expect(requests.filter((url) => /\.(task|wasm)/.test(url))).toHaveLength(before);
  });

  test.each(['boxes', 'sunglasses'])('sees that the eyes are behind %s', async (name) => {
    const seen = await page.evaluate((file) => window.vision.watch(`/${file}.png`, 3, 100_000, true), name);
    expect(seen).toMatchObject({ settled: true, turn: 0, missing: null, eyesHidden: true });
  });

  test.each(['face', 'glasses', 'dim'])('sees the eyes of %s', async (name) => {
    const seen = await page.evaluate((file) => window.vision.watch(`/${file}.png`, 3, 200_000, true), name);
    expect(seen).toMatchObject({ settled: true, turn: 0, missing: null, eyesHidden: false });
  });

  test.each([90, 180, 270])('turns the picture of a camera that is turned by %d degrees', async (angle) => {
    const seen = await page.evaluate(
      (by) => window.vision.watch(`/turned-${by}.png`, 5, 300_000 + by * 100, true),
      angle,
    );
    expect(seen).toMatchObject({ settled: true, turn: 360 - angle, missing: null, eyesHidden: false });
    expect(seen.ear).toBeGreaterThan(0.25);
  });

  test('says that a camera is frozen which gives one picture', async () => {
    const seen = await page.evaluate(() => window.vision.watch('/face.png', 8, 400_000, false));
    expect(seen).toMatchObject({ settled: true, missing: 'camera-frozen' });
  });

  test('nothing was refused by the security policy and nothing failed', () => {
    expect(bundled.complaints).toEqual([]);
  });

  test('finds the same points where there is no WebGL', async () => {
    const faces = await page.evaluate(() => window.vision.faces('/face.png', 5000));
    const without = await bundled.launch('--disable-gpu', '--disable-software-rasterizer');
    try {
      const bare = await without.newPage();
      await bare.goto(bundled.origin);
      expect(await bare.evaluate(() => new OffscreenCanvas(1, 1).getContext('webgl2'))).toBeNull();
      await bare.evaluate(() => window.vision.start());
      const bareFaces = await bare.evaluate(() => window.vision.faces('/face.png', 5000));
      expect(bareFaces.map(({ interocularPx }) => interocularPx)).toEqual(
        faces.map(({ interocularPx }) => interocularPx),
      );
    } finally {
      await without.close();
    }
  });
});
