import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { suggestLabels, UNSURE_BELOW } from '../../../src/footage/labels/suggest';
import type { FrameSignals } from '../../../src/footage/recording';

const FPS = 10;

/** Opening of the lids (0..1) at a second of the recording; null: no face. */
type Lids = (seconds: number) => number | null;

function record(seconds: number, lids: Lids, seed = 1): FrameSignals[] {
  const random = Random.seeded(seed);
  return Array.from({ length: seconds * FPS }, (_, i): FrameSignals => {
    const time = i / FPS;
    const opening = lids(time);
    if (opening === null) return { time, signals: null, missing: 'no-face', crop: null };
    const ear = (): number => 0.1 + 0.22 * opening + 0.008 * random.normal();
    const pose = { pitch: 4 + random.normal() / 2, yaw: random.normal() / 2, roll: 0 };
    return {
      time,
      signals: { ear: { left: ear(), right: ear() }, mar: 0.05, pose },
      missing: null,
      crop: null,
    };
  });
}

const blinking: Lids = (t) => (t % 4 >= 2 && t % 4 < 2.15 ? 0 : 1);

describe('suggestions from Table 1', () => {
  it('say asleep for every second of a long closure, from its beginning, and awake before and after', () => {
    const all = suggestLabels(
      record(30, (t) => (t >= 10 && t < 16 ? 0.02 : blinking(t))),
      30,
    );
    const labels = all.map((suggestion) => suggestion?.label);
    expect(labels.slice(10, 16)).toEqual(Array.from({ length: 6 }, () => 'asleep'));
    expect(labels.slice(2, 9).every((label) => label === 'awake')).toBe(true);
    expect(labels.slice(20).every((label) => label === 'awake')).toBe(true);
    for (const second of [4, 12, 13, 25]) expect(all[second]!.confidence).toBeGreaterThan(UNSURE_BELOW);
  });

  it('say drowsy for half-closed eyes, and are unsure at its edges', () => {
    const all = suggestLabels(
      record(40, (t) => (t >= 15 && t < 28 ? 0.35 : blinking(t))),
      40,
    );
    const labels = all.map((suggestion) => suggestion?.label);
    expect(labels.slice(18, 26).every((label) => label === 'drowsy')).toBe(true);
    expect(labels.slice(2, 13).every((label) => label === 'awake')).toBe(true);
    const edge = Math.min(...all.slice(14, 17).map((suggestion) => suggestion!.confidence));
    expect(edge).toBeLessThan(all[22]!.confidence);
  });

  it('do not take a blink for sleep', () => {
    const all = suggestLabels(record(20, blinking), 20);
    expect(all.every((suggestion) => suggestion?.label === 'awake')).toBe(true);
  });

  it('are none where nobody is seen, and beyond the recording', () => {
    const all = suggestLabels(
      record(20, (t) => (t >= 8 && t < 12 ? null : blinking(t))),
      22,
    );
    expect(all.slice(8, 12)).toEqual([null, null, null, null]);
    expect(all.slice(20)).toEqual([null, null]);
    expect(all[5]).not.toBeNull();
  });

  it('know drowsy from the first second on, given open eyes of another recording', () => {
    const heavy = record(20, () => 0.35, 2);
    const labels = suggestLabels(heavy, 20, [...record(20, blinking), ...heavy]).map((s) => s?.label);
    expect(labels.slice(2, 18).every((label) => label === 'drowsy')).toBe(true);
  });

  it('are refused where no open eyes were seen', () => {
    expect(() =>
      suggestLabels(
        record(10, () => 0),
        10,
      ),
    ).toThrow(expect.objectContaining({ code: 'calibration-eyes-not-open' }));
    expect(() => suggestLabels([], 3)).toThrow(
      expect.objectContaining({ code: 'calibration-too-few-frames' }),
    );
  });
});
