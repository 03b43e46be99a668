import { describe, expect, it } from 'vitest';
import { secondsOfClock, storyInWords } from '../../../../src/app/history/words';
import { storyOf } from '../../../../src/insights/story';
import { timelineOf, type Run } from '../../insights/timelines';

const words = (runs: readonly Run[]): string => storyInWords(storyOf(timelineOf(runs)));

describe('a session in words', () => {
  it('says how often, when first, and for how long somebody drifted off', () => {
    const nap: Run = ['asleep', 9];
    const between: Run = ['awake', 120];
    expect(
      words([['awake', 24 * 60 + 5], nap, between, ['asleep', 4], between, ['asleep', 3], between]),
    ).toBe('You drifted off three times, first 24\u00a0minutes in; the longest was 9\u00a0sec.');
    expect(words([['awake', 3600 + 4 * 60], ['drowsy', 75], nap, between])).toBe(
      'You drifted off once, 1\u00a0hour 5\u00a0minutes in, for 9\u00a0sec. You were drowsy for 1\u00a0min 15\u00a0sec in all.',
    );
    expect(words([['awake', 40], ['drowsy', 20], between])).toBe(
      'You were drowsy for 20\u00a0sec in all, first 40\u00a0seconds in, but did not drift off.',
    );
  });

  it('never takes what it did not see for being awake', () => {
    expect(words([['awake', 600]])).toBe('You stayed awake throughout.');
    expect(
      words([
        ['awake', 600],
        ['unknown', 600, 'no-face'],
      ]),
    ).toBe('You were awake whenever Wakeful could see your eyes: 10\u00a0min of 20\u00a0min.');
    expect(words([['unknown', 600]])).toBe('Wakeful could not see your eyes in this session.');
    expect(words([['unrecorded', 600]])).toBe('Wakeful could not see your eyes in this session.');
    expect(
      words([
        ['asleep', 60],
        ['unknown', 60],
      ]),
    ).toContain('For 1\u00a0min Wakeful could not see your eyes.');
    expect(words([])).toBe('This session was too short to say anything about it.');
  });
});

it('the time of a lecture is read as people write it', () => {
  const written = { '0:00': 0, '12:30': 750, ' 90:05 ': 5405, '1:05:30': 3930, '01:05:30': 3930 };
  for (const [text, seconds] of Object.entries(written)) expect(secondsOfClock(text)).toBe(seconds);
  for (const text of ['', '90', '1:5', '1:75', '1:75:00', 'x', '-1:00', '25:00:00', '1:00:00:00'])
    expect(secondsOfClock(text)).toBeNull();
});
