import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { footageFile, PLAYED_FPS } from '../../support/footage/mjpeg';
import { FRAME, MARKER, Renderer } from '../../support/footage/render';
import {
  blinking,
  blinks,
  closing,
  heavyLids,
  partAt,
  scriptSeconds,
  together,
  type Script,
} from '../../support/footage/script';
import type { Picture } from '../../../src/footage/picture';

const script: Script = {
  name: 'unit',
  seed: 7,
  parts: [
    { seconds: 1, people: ['learner'] },
    { seconds: 1, people: ['learner'], closure: closing(0, 2) },
    { seconds: 1, people: [], light: 0.5 },
    { seconds: 1, people: ['learner', 'stranger'], covered: true },
  ],
};

const luma = ({ data, width }: Picture, x: number, y: number): number => data[4 * (y * width + x) + 1]!;

function mean({ data }: Picture): number {
  let sum = 0;
  for (let k = 1; k < data.length; k += 4) sum += data[k]!;
  return (4 * sum) / data.length;
}

describe('closures', () => {
  it('of a blink last about a third of a second and go all the way', () => {
    const closure = blinks(1);
    const times = Array.from({ length: 200 }, (_, k) => k / 100).filter((t) => closure(t) > 0);
    expect(times.at(-1)! - times[0]!).toBeCloseTo(0.3, 1);
    expect(Math.max(...times.map(closure))).toBe(1);
  });

  it('repeat with their period', () => {
    const closure = blinking(3);
    expect(closure(1.6)).toBeGreaterThan(0.5);
    expect(closure(7.6)).toBeCloseTo(closure(1.6), 6);
    expect(closure(0.5)).toBe(0);
  });

  it('of heavy lids never open fully', () => {
    const closure = heavyLids(0.6, 3, 0.5);
    for (let t = 0; t < 9; t += 0.05) expect(closure(t)).toBeGreaterThanOrEqual(0.6);
    expect(closure(1.3)).toBe(1);
  });

  it('together show the deepest', () => {
    const closure = together(blinks(1), closing(3, 2));
    expect([0.5, 1.12, 4].map(closure)).toEqual([0, 1, 1]);
  });
});

describe('a script', () => {
  it('plays its parts in turn and starts over', () => {
    expect(scriptSeconds(script.parts)).toBe(4);
    expect(partAt(script, 1.5)).toEqual({ part: script.parts[1], since: 0.5 });
    expect(partAt(script, 6.25)).toEqual({ part: script.parts[2], since: 0.25 });
  });
});

describe('drawn frames', () => {
  const renderer = new Renderer();

  it('are the same for the same time and differ between times', async () => {
    const [a, b, later] = [
      await renderer.frame(script, 0.5),
      await renderer.frame(script, 0.5),
      await renderer.frame(script, 0.6),
    ];
    expect(Buffer.from(a.data).equals(Buffer.from(b.data))).toBe(true);
    expect(Buffer.from(a.data).equals(Buffer.from(later.data))).toBe(false);
  });

  it('carry a marker that is white while the eyes are closed', async () => {
    const middle = MARKER.size / 2;
    expect(luma(await renderer.frame(script, 0.5), middle, middle)).toBe(0);
    expect(luma(await renderer.frame(script, 1.5), middle, middle)).toBe(255);
  });

  it('get dark without light and black behind a covered lens', async () => {
    expect(mean(await renderer.frame(script, 2.5))).toBeCloseTo(73, -1);
    expect(mean(await renderer.frame(script, 3.5))).toBeLessThan(10);
  });
});

describe('a footage file', () => {
  it('holds as many JPEGs as are played in its time, and is made once', async () => {
    const path = await footageFile({ ...script, parts: [{ seconds: 0.4, people: ['learner'] }] });
    const bytes = readFileSync(path);
    let count = 0;
    for (let k = 0; k + 2 < bytes.length; k++)
      if (bytes[k] === 0xff && bytes[k + 1] === 0xd8 && bytes[k + 2] === 0xff) count++;
    expect(count).toBe(0.4 * PLAYED_FPS);
    expect(FRAME).toEqual({ width: 640, height: 480 });
    const again = await footageFile({ ...script, parts: [{ seconds: 0.4, people: ['learner'] }] });
    expect(again).toBe(path);
  });

  it('is another file for other closures, although they are functions', async () => {
    const part = { seconds: 0.2, people: ['learner'] } as const;
    const open = await footageFile({ ...script, parts: [part] });
    const closed = await footageFile({ ...script, parts: [{ ...part, closure: closing(-1, 5) }] });
    expect(closed).not.toBe(open);
  });
});
