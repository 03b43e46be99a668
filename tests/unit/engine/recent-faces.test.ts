import { describe, expect, it } from 'vitest';
import type { SeenFace } from '../../../src/engine/monitor-worker/face-viewer';
import { RecentFaces } from '../../../src/engine/monitor-worker/recent-faces';

const face: SeenFace = {
  track: 1,
  box: { x: 0, y: 0, width: 9, height: 9 },
  interocularPx: 80,
  eyesHidden: false,
  signals: { ear: { left: 0.3, right: 0.3 }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0 } },
  crop: (size) => ({ size, rgba: new Uint8ClampedArray(4 * size * size) }),
};

function seconds(recent: RecentFaces, from: number, to: number): void {
  for (let t = from * 1000; t < to * 1000; t += 100) recent.see(face, t);
}

describe('pictures of the last seconds', () => {
  it('are not taken unless they are wanted, and are gone when they are not', () => {
    const recent = new RecentFaces();
    seconds(recent, 0, 5);
    expect(recent.at(5_000)).toEqual([]);
    recent.want(true);
    seconds(recent, 5, 10);
    expect(recent.at(10_000)).toHaveLength(5);
    recent.want(false);
    recent.want(true);
    expect(recent.at(10_000)).toEqual([]);
  });

  it('are one a second, as large as the studio keeps them, of twelve seconds', () => {
    const recent = new RecentFaces();
    recent.want(true);
    seconds(recent, 0, 60);
    expect(recent.at(60_000).map(({ t }) => t / 1000)).toEqual([49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
    expect(recent.at(60_000)[0]!.crop.size).toBe(160);
  });

  it('are forgotten when they are old, or when told', () => {
    const recent = new RecentFaces();
    recent.want(true);
    seconds(recent, 0, 5);
    expect(recent.at(20_000)).toEqual([]);
    expect(recent.at(5_000)).toHaveLength(5);
    recent.clear();
    expect(recent.at(5_000)).toEqual([]);
  });
});
