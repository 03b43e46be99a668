import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { OcularEvidence } from '../../../src/wakefulness/evidence';
import { CALIBRATION } from './scene';

/** ms after a closure until frames become fewer again. */
const CALM_AFTER = 200;

/** Slowness of blinking, mean over time, of closures of about 0.4 s that begin at any moment. */
function slowBlinking(openPeriod: number, closedPeriod: number): number {
  const evidence = new OcularEvidence();
  const random = Random.seeded(5);
  let [sum, last, shut, begins] = [0, 0, 0, 2_000];
  for (let t = 0; t < 1_200_000;) {
    if (t > begins + 400) begins += 2_500 + 500 * random.uniform();
    const isShut = t >= begins && t < begins + 400;
    const opening = isShut ? 0 : 1;
    const face = {
      t,
      kind: 'face',
      ear: { left: opening, right: opening },
      mar: CALIBRATION.mar,
      pose: CALIBRATION.pose,
      posterior: null,
    } as const;
    const eyes = {
      openings: { left: opening, right: opening },
      openness: opening,
      unaided: opening,
      fused: opening,
      visibility: 1,
      chinDown: 0,
    };
    sum += evidence.see(face, eyes, CALIBRATION, t - last).slowBlinking * (t - last);
    last = t;
    if (isShut) shut = t;
    t += t - shut <= CALM_AFTER ? closedPeriod : openPeriod;
  }
  return sum / last;
}

describe('slow blinking', () => {
  it('is measured alike where frames are fewer while the eyes are open', () => {
    const all = slowBlinking(66, 66);
    expect(all).toBeGreaterThan(0.05);
    expect(slowBlinking(200, 66) / all).toBeCloseTo(1, 1);
    expect(slowBlinking(200, 200) / all).toBeCloseTo(1, 1);
  });
});
