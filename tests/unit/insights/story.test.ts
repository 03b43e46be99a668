import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedState } from '../../../src/profile/history/seconds';
import { lectureTime } from '../../../src/insights/lecture-time';
import { lengthOf, storyOf } from '../../../src/insights/story';
import { tipFor } from '../../../src/insights/tip';
import { timelineOf, type Run } from './timelines';

const MINUTE = 60;
const STATES = ['awake', 'drowsy', 'asleep', 'unknown', 'unrecorded'] as const;

const runs = fc.array(fc.tuple(fc.constantFrom(...STATES), fc.integer({ min: 1, max: 90 })), {
  maxLength: 30,
});

describe('the story of a session', () => {
  it('tells when somebody drifted off, for how long, and what to watch again', () => {
    const story = storyOf(
      timelineOf([
        ['awake', 24 * MINUTE],
        ['asleep', 9],
        ['awake', 20],
        ['drowsy', 40],
        ['awake', 10 * MINUTE],
        ['asleep', 2], // a rest
        ['awake', 5 * MINUTE],
        ['asleep', 4],
      ]),
    );
    expect(story.sleeps).toEqual([
      { from: 1440, to: 1449 },
      { from: 2411, to: 2415 },
    ]);
    expect(story.untilDrowsy).toBe(1440);
    expect(story).toMatchObject({ seconds: 2415, seen: 2415, drowsy: 40, asleep: 13 });
    expect(story.moments).toEqual([
      { from: 1440, to: 1509, drowsy: 40, asleep: 9 },
      { from: 2411, to: 2415, drowsy: 0, asleep: 4 },
    ]);
  });

  it('knows nothing of what was not seen', () => {
    const story = storyOf(
      timelineOf([
        ['unknown', 30, 'too-dark'],
        ['unrecorded', 30],
        ['unknown', 10, 'no-face'],
      ]),
    );
    expect(story).toMatchObject({ seconds: 70, seen: 0, untilDrowsy: null, sleeps: [], moments: [] });
    expect([...story.hidden]).toEqual([['too-dark', 30]]);
    expect(storyOf(timelineOf([]))).toMatchObject({ seconds: 0, seen: 0, moments: [] });
  });

  it('loses and doubles no second, whatever happens', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const timeline = timelineOf(all);
        const { seconds, recorded, seen, drowsy, asleep, sleeps, moments, untilDrowsy } = storyOf(timeline);
        const total = (state: RecordedState): number =>
          all.filter(([each]) => each === state).reduce((sum, [, length]) => sum + length, 0);
        expect(recorded).toBe(seconds - total('unrecorded'));
        expect(seen).toBe(recorded - total('unknown'));
        expect(drowsy).toBe(total('drowsy'));
        expect(asleep).toBeLessThanOrEqual(total('asleep'));
        expect(sleeps.reduce((sum, sleep) => sum + lengthOf(sleep), 0)).toBe(asleep);
        expect(sleeps.every((sleep) => lengthOf(sleep) >= 3)).toBe(true);
        expect(moments.reduce((sum, moment) => sum + moment.drowsy + moment.asleep, 0)).toBe(drowsy + asleep);
        for (const [i, { from }] of moments.entries()) {
          if (i > 0) expect(from - moments[i - 1]!.to).toBeGreaterThan(30);
        }
        const before = all.flatMap(([state, length]) => Array.from({ length }, () => state));
        const [first] = moments;
        expect(untilDrowsy).toBe(
          first ? before.slice(0, first.from).filter((state) => state !== 'unrecorded').length : null,
        );
      }),
    );
  });
});

describe('the time of the lecture', () => {
  it('is nowhere, unless somebody told', () => {
    expect(lectureTime({}, 100)).toBeNull();
    expect(lectureTime({ lectureStart: 0 }, 100)).toBe(100);
    expect(lectureTime({ lectureStart: 600 }, 100)).toBe(700);
  });

  it('follows the player: played on, paused, gone back', () => {
    const playerTimes = [
      { second: 10, time: 300 },
      { second: 60, time: 320 },
      { second: 90, time: 200 },
    ];
    const at = (second: number) => lectureTime({ lectureStart: 0, playerTimes }, second);
    expect([5, 10, 25, 45, 60, 75, 100].map(at)).toEqual([5, 300, 315, 320, 320, 335, 210]);
  });
});

describe('the tip', () => {
  const of = (all: readonly Run[], hoursSlept?: number) => tipFor(storyOf(timelineOf(all)), hoursSlept);

  it('is to be seen, where the eyes were hidden for long', () => {
    expect(of([['awake', 600], ['unknown', 250, 'eyes-hidden'], ['unknown', 90, 'too-dark']])) // prettier-ignore
      .toEqual({ kind: 'be-seen', reason: 'eyes-hidden' });
    expect(of([['awake', 600], ['unknown', 600, 'no-face']])).toBeNull(); // prettier-ignore
  });

  it('is a break before drowsiness begins, a rest where it began at once, sleep after a short night', () => {
    const late: Run[] = [['awake', 24 * MINUTE], ['drowsy', 60]]; // prettier-ignore
    expect(of(late)).toEqual({ kind: 'break-before', minutes: 15 });
    expect(of(late, 5)).toEqual({ kind: 'sleep-more', hours: 5 });
    expect(of(late, 8)).toEqual({ kind: 'break-before', minutes: 15 });
    expect(of([['awake', 10 * MINUTE], ['asleep', 60]])).toEqual({ kind: 'start-rested' }); // prettier-ignore
  });

  it('is none where nothing is to be learnt', () => {
    expect(of([['awake', 30 * MINUTE]], 4)).toBeNull();
    expect(of([['drowsy', 100]])).toBeNull();
    expect(of([['awake', 70 * MINUTE]])).toEqual({ kind: 'break-hourly' });
  });

  it('never breaks, and names minutes that come before the drowsiness', () => {
    fc.assert(
      fc.property(
        runs,
        fc.option(fc.double({ min: 0, max: 24, noNaN: true }), { nil: undefined }),
        (all, hours) => {
          const story = storyOf(timelineOf(all));
          const tip = tipFor(story, hours);
          if (tip?.kind === 'break-before') {
            expect(tip.minutes).toBeGreaterThanOrEqual(10);
            expect(tip.minutes * MINUTE).toBeLessThan(story.untilDrowsy!);
          }
        },
      ),
    );
  });
});
