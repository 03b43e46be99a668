import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barBox,
  barsOf,
  binsOf,
  CURVE_FRACTION,
  CURVE_MOST,
  curveHeight,
  laneMiddle,
  LANES,
  rangeOf,
  stepFor,
} from '../../../../src/app/shared/timeline/bins';
import {
  encodeReason,
  encodeFraction,
  encodeState,
  type RecordedState,
} from '../../../../src/profile/history/seconds';
import type { SessionTimeline } from '../../../../src/profile';

function timelineOf(
  states: readonly RecordedState[],
  perclos: readonly (number | null)[] = [],
): SessionTimeline {
  const column = (code: (second: number) => number): Uint8Array => Uint8Array.from(states, (_, i) => code(i));
  return {
    startedAt: 0,
    seconds: states.length,
    columns: {
      state: column((i) => encodeState(states[i]!)),
      reason: column(() => encodeReason(null)),
      confidence: column(() => encodeFraction(null)),
      perclos: column((i) => encodeFraction(perclos[i] ?? null)),
    },
    alerts: [],
  };
}

const whole = (timeline: SessionTimeline) => ({ from: 0, to: timeline.seconds });
const someStates = fc.array(
  fc.constantFrom<RecordedState>('awake', 'drowsy', 'asleep', 'unknown', 'unrecorded'),
  { minLength: 1, maxLength: 400 },
);

describe('bins', () => {
  it('hold the share of each state, and the mean of what was known of the eyes', () => {
    const timeline = timelineOf(
      ['awake', 'awake', 'drowsy', 'unrecorded', 'asleep'],
      [0.1, null, 0.3, null, null],
    );
    expect(binsOf(timeline, whole(timeline), 4)).toEqual([
      { second: 0, fractions: { awake: 0.5, drowsy: 0.25, asleep: 0, unknown: 0 }, perclos: 0.2, alerts: 0 },
      { second: 4, fractions: { awake: 0, drowsy: 0, asleep: 1, unknown: 0 }, perclos: null, alerts: 0 },
    ]);
  });

  it('count the alerts that were raised, not those that ended', () => {
    const timeline = {
      ...timelineOf(Array<RecordedState>(10).fill('asleep')),
      alerts: [
        { second: 1, level: 'gentle', cause: 'drowsy' },
        { second: 2, level: 'strong', cause: 'asleep' },
        { second: 6, level: null, cause: 'acknowledged' },
        { second: 9, level: 'strong', cause: 'asleep' },
      ],
    } as const;
    expect(binsOf(timeline, whole(timeline), 5).map(({ alerts }) => alerts)).toEqual([2, 1]);
    expect(binsOf(timeline, { from: 5, to: 10 }, 5).map(({ alerts }) => alerts)).toEqual([1]);
  });

  it('lose no second of any state, whatever the step', () => {
    fc.assert(
      fc.property(someStates, fc.integer({ min: 1, max: 50 }), (states, step) => {
        const timeline = timelineOf(states);
        const bins = binsOf(timeline, whole(timeline), step);
        for (const state of LANES) {
          const seconds = bins.reduce((sum, { second, fractions }) => {
            return sum + fractions[state] * (Math.min(second + step, states.length) - second);
          }, 0);
          expect(seconds).toBeCloseTo(states.filter((each) => each === state).length, 6);
        }
      }),
    );
  });

  it('group the same seconds when the window moves on', () => {
    fc.assert(
      fc.property(
        someStates,
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 0, max: 200 }),
        (states, step, from) => {
          const timeline = timelineOf(states);
          const all = binsOf(timeline, whole(timeline), step);
          const part = binsOf(timeline, { from, to: states.length }, step);
          expect(part).toEqual(all.slice(all.length - part.length));
        },
      ),
    );
  });

  it('are never more than fit, eight hours long too', () => {
    const range = { from: 0, to: 8 * 3600 };
    const step = stepFor(range, 400);
    const timeline = timelineOf(Array<RecordedState>(range.to).fill('awake'));
    expect(binsOf(timeline, range, step).length).toBeLessThanOrEqual(400);
  });
});

describe('bars', () => {
  it('join what is alike, and keep a moment of sleep visible', () => {
    const timeline = timelineOf([
      ...Array<RecordedState>(20).fill('awake'),
      'asleep',
      ...Array<RecordedState>(19).fill('awake'),
    ]);
    const bars = barsOf(binsOf(timeline, whole(timeline), 10), 10);
    expect(bars.filter(({ lane }) => LANES[lane] === 'awake').map(({ from, to }) => [from, to])).toEqual([
      [0, 20],
      [20, 30],
      [30, 40],
    ]);
    const [asleep] = bars.filter(({ lane }) => LANES[lane] === 'asleep');
    expect(asleep).toMatchObject({ from: 20, to: 30 });
    expect(asleep!.opacity).toBeGreaterThan(0.5);
  });

  it('draw nothing where nothing was recorded', () => {
    const timeline = timelineOf(['unrecorded', 'unrecorded']);
    expect(barsOf(binsOf(timeline, whole(timeline), 1), 1)).toEqual([]);
  });

  it('stand in their lanes, above the curve', () => {
    const height = 200;
    LANES.forEach((_, lane) => {
      const { top, height: bar } = barBox(lane, height);
      expect(top + bar / 2).toBeCloseTo((1 - laneMiddle(lane)) * height);
      expect(top + bar).toBeLessThanOrEqual((1 - CURVE_FRACTION) * height);
    });
  });
});

describe('the curve of closed eyes', () => {
  it('fills its lane, so that 15 % can be told from none, and stays in it', () => {
    expect(curveHeight(0.15) - curveHeight(0)).toBeGreaterThan(0.08);
    expect(curveHeight(0)).toBeGreaterThan(0);
    expect(curveHeight(1)).toBe(curveHeight(CURVE_MOST));
    expect(curveHeight(1)).toBeLessThan(CURVE_FRACTION);
  });
});

describe('windows', () => {
  it('show the last minutes, with room on the left while there are fewer', () => {
    expect(rangeOf('five', 90)).toEqual({ from: 0, to: 300 });
    expect(rangeOf('five', 1000)).toEqual({ from: 700, to: 1000 });
    expect(rangeOf('session', 5000)).toEqual({ from: 0, to: 5000 });
  });
});
