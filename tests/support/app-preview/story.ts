import { Random } from '../../../src/common/random';
import type { StateEvent } from '../../../src/wakefulness/state-event';
import { stateEvent } from '../scripted-engine';

/**
 * A made-up learner's hour: awake, now and then drowsy, a few seconds of sleep, away for coffee.
 */
export function* hourOf(seed: number, start: number, seconds: number): Generator<StateEvent> {
  const random = Random.seeded(seed);
  let perclos = 0.05;
  for (let second = 0; second < seconds; second++) {
    const t = start + second * 1000;
    const tired = Math.sin(second / 420 + seed) > 0.55;
    const away = second % 1500 > 1390;
    perclos = Math.max(0.01, Math.min(0.5, perclos + (tired ? 0.004 : -0.004) + 0.004 * random.normal()));
    if (away) {
      yield stateEvent({ t, state: 'unknown', reason: 'no-face' });
    } else if (tired && second % 97 < 4) {
      yield stateEvent({
        t,
        state: 'asleep',
        causes: ['eyes-closed-over-1s'],
        perclos,
        perclos3: perclos,
        openness: 0.05,
        closureMs: (second % 97) * 1000 + 1000,
      });
    } else if (tired && second % 60 < 38) {
      yield stateEvent({
        t,
        state: 'drowsy',
        causes: ['long-blinks', 'high-perclos'],
        confidence: 0.71,
        perclos,
        perclos3: perclos * 0.8,
        openness: 0.5,
      });
    } else {
      yield stateEvent({ t, state: 'awake', causes: ['eyes-open'], perclos, perclos3: perclos * 0.9 });
    }
  }
}
