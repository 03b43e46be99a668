import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../../src/common/classes';
import { AlertPolicy } from '../../../src/wakefulness/alerts';

/** Feeds signs at ten observations a second, and knows the time. */
class Feed {
  readonly policy = new AlertPolicy();
  now = 0;

  give(seconds: number, sign: WakefulnessClass | null, seen = sign !== null): this {
    for (const end = this.now + seconds * 1000; this.now < end;) {
      this.now += 100;
      this.policy.observe(this.now, sign, seen);
    }
    return this;
  }

  get level(): string | null {
    return this.policy.view.level;
  }
}

describe('alert policy', () => {
  it('raises gentle after 8 s of drowsiness, not before', () => {
    expect(new Feed().give(8, 'drowsy').level).toBeNull();
    expect(new Feed().give(8.2, 'drowsy').level).toBe('gentle');
  });

  it('raises strong after 3 s of sleep, not before', () => {
    expect(new Feed().give(3, 'asleep').level).toBeNull();
    expect(new Feed().give(3.2, 'asleep').level).toBe('strong');
  });

  it.each([
    ['low', 11, 5],
    ['normal', 8, 3],
    ['high', 5, 2],
  ] as const)('of sensitivity %s: gentle after %d s, strong after %d s', (sensitivity, gentle, strong) => {
    const feed = (): Feed => {
      const made = new Feed();
      made.policy.sensitivity = sensitivity;
      return made;
    };
    expect(feed().give(gentle, 'drowsy').level).toBeNull();
    expect(feed().give(gentle + 0.2, 'drowsy').level).toBe('gentle');
    expect(feed().give(strong, 'asleep').level).toBeNull();
    expect(feed().give(strong + 0.2, 'asleep').level).toBe('strong');
  });

  it('gathers over twelve seconds, so that a wide-eyed moment does not undo it', () => {
    // 6 s drowsy, 2 s awake: 2 more are needed.
    const feed = new Feed().give(6, 'drowsy').give(2, 'awake');
    expect(feed.give(1.8, 'drowsy').level).toBeNull();
    expect(feed.give(0.4, 'drowsy').level).toBe('gentle');
    // 7 s drowsy, 5 s awake: the first second is forgotten as each new one comes.
    const forgetful = new Feed().give(7, 'drowsy').give(5, 'awake');
    expect(forgetful.give(7, 'drowsy').level).toBeNull();
    expect(forgetful.give(1.2, 'drowsy').level).toBe('gentle');
  });

  it('forgets sleep twice as fast as it gathers', () => {
    // 2 s asleep, 0.5 s awake leave 1 s; 2 more are needed.
    const feed = new Feed().give(2, 'asleep').give(0.5, 'awake');
    expect(feed.give(1.8, 'asleep').level).toBeNull();
    expect(feed.give(0.5, 'asleep').level).toBe('strong');
  });

  it('ends by itself after being awake without a break: 3 s gentle, 5 s strong', () => {
    const gentle = new Feed().give(9, 'drowsy').give(2.8, 'awake');
    expect(gentle.level).toBe('gentle');
    expect(gentle.give(0.4, 'awake').policy.view).toMatchObject({ level: null, cause: 'recovered' });

    const strong = new Feed().give(5, 'asleep').give(4, 'awake').give(1, 'drowsy').give(4, 'awake');
    expect(strong.level).toBe('strong');
    expect(strong.give(1.2, 'awake').policy.view).toMatchObject({ level: null, cause: 'recovered' });
  });

  it('is neither ended nor raised by an absent learner', () => {
    expect(new Feed().give(100, null).level).toBeNull();
    expect(new Feed().give(7.9, 'drowsy').give(60, null).level).toBeNull();
    expect(new Feed().give(9, 'drowsy').give(60, null).level).toBe('gentle');
  });

  it('is taken back when nobody has been seen for two minutes', () => {
    const feed = new Feed().give(9, 'drowsy').give(119, null);
    expect(feed.level).toBe('gentle');
    expect(feed.give(2, null).policy.view).toMatchObject({ level: null, cause: 'stopped' });
  });

  it('grows louder with sleep, and quieter faster with wakefulness', () => {
    const feed = new Feed().give(3.1, 'asleep');
    const at = () => feed.policy.view.loudness;
    expect(at()).toBeCloseTo(0.5, 1);
    feed.give(9, 'asleep');
    const loud = at();
    expect(loud).toBeCloseTo(0.8, 1);
    feed.give(1, 'awake');
    // The first of the ten intervals still belongs to sleep.
    expect(loud - at()).toBeCloseTo(((2 * 0.9 - 0.1) * 0.5) / 15, 6);
    feed.give(60, 'asleep');
    expect(at()).toBe(1);
  });

  it('acknowledging nothing gives no quiet', () => {
    const feed = new Feed().give(5, 'awake');
    feed.policy.acknowledge(feed.now);
    expect(feed.policy.view).toEqual({ level: null, loudness: 0, cause: null, quietLeft: 0 });
  });

  it('acknowledged: quiet for 120 s, told by its cause until it is over', () => {
    const feed = new Feed().give(9, 'drowsy');
    feed.policy.acknowledge(feed.now);
    expect(feed.policy.view).toEqual({ level: null, loudness: 0, cause: 'acknowledged', quietLeft: 120_000 });
    feed.give(119, 'drowsy');
    expect(feed.level).toBeNull();
    expect(feed.policy.view.cause).toBe('acknowledged');
    expect(feed.give(1.2, 'drowsy').level).toBe('gentle');
  });

  it('quiet is over: nothing remains', () => {
    const feed = new Feed().give(9, 'drowsy');
    feed.policy.acknowledge(feed.now);
    feed.give(121, 'awake');
    expect(feed.policy.view).toEqual({ level: null, loudness: 0, cause: null, quietLeft: 0 });
  });

  it('a snooze outlasts sleep, ends when its time is over, and can be ended', () => {
    const feed = new Feed().give(4, 'asleep');
    expect(feed.level).toBe('strong');
    feed.policy.snooze(feed.now, 60_000);
    expect(feed.policy.view).toMatchObject({ level: null, cause: 'snoozed', quietLeft: 60_000 });
    expect(feed.give(59, 'asleep').level).toBeNull();
    expect(feed.give(2, 'asleep').level).toBe('strong');

    feed.policy.snooze(feed.now, 60_000);
    feed.policy.snooze(feed.now, 0);
    expect(feed.policy.view).toEqual({ level: null, loudness: 0, cause: null, quietLeft: 0 });
    expect(feed.give(4, 'asleep').level).toBe('strong');
  });

  it('ticks raise nothing, however late they come', () => {
    const feed = new Feed().give(2.9, 'asleep');
    for (const late of [1000, 10_000, 3_600_000]) feed.policy.tick(feed.now + late);
    expect(feed.level).toBeNull();
  });

  it('stale evidence is forgotten', () => {
    const feed = new Feed().give(7.9, 'drowsy');
    feed.now += 11_000;
    expect(feed.give(7.5, 'drowsy').level).toBeNull();
  });

  it('stopping takes the alert back and keeps a snooze', () => {
    const feed = new Feed().give(9, 'drowsy');
    feed.policy.stop();
    expect(feed.policy.view).toMatchObject({ level: null, cause: 'stopped' });
    feed.policy.snooze(feed.now, 60_000);
    feed.policy.stop();
    expect(feed.give(20, 'asleep').level).toBeNull();
  });

  it('raises only while the learner shows the sign, never on wakefulness or absence', () => {
    const sign = fc.oneof(fc.constantFrom(...WAKEFULNESS_CLASSES), fc.constant(null));
    const stretch = fc.tuple(fc.double({ min: 0.1, max: 12, noNaN: true }), sign);
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 30 }), (stretches) => {
        const feed = new Feed();
        for (const [seconds, given] of stretches) {
          for (let i = 0; i < seconds * 10; i++) {
            const before = feed.level;
            feed.give(0.1, given);
            const after = feed.level;
            if (after !== null && after !== before) {
              expect(after === 'strong' ? ['asleep'] : ['drowsy', 'asleep']).toContain(given);
            }
          }
        }
      }),
    );
  });
});
