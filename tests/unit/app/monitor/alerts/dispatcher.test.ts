import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AlertDispatcher,
  type AlertChannel,
  type StandingAlert,
} from '../../../../../src/app/monitor/alerts/dispatcher';
import { ALERT_CHANNELS, DEFAULT_SETTINGS, type AlertChannelName } from '../../../../../src/profile';
import type { AlertEvent } from '../../../../../src/wakefulness/state-event';

class FakeChannel implements AlertChannel {
  shown: StandingAlert | null = null;
  beats = 0;
  show(alert: StandingAlert): void {
    this.shown = alert;
  }
  clear(): void {
    this.shown = null;
  }
  beat(): void {
    this.beats += 1;
  }
}

const event = (change: Partial<AlertEvent> = {}): AlertEvent => ({
  t: 0,
  level: 'gentle',
  loudness: 0.25,
  cause: 'drowsy',
  quietUntil: null,
  ...change,
});
const over = event({ level: null, loudness: 0, cause: 'acknowledged' });
const all = DEFAULT_SETTINGS.channels;

function start(chosen = all) {
  const channels = Object.fromEntries(ALERT_CHANNELS.map((name) => [name, new FakeChannel()])) as Record<
    AlertChannelName,
    FakeChannel
  >;
  const told = { acknowledgements: 0 };
  const dispatcher = new AlertDispatcher(channels, chosen);
  /** As the monitor's store does: the engine is told of an answer to something. */
  const acknowledge = () => {
    if (dispatcher.acknowledge()) told.acknowledgements += 1;
  };
  return { channels, told, dispatcher, acknowledge };
}

const alerting = (channels: Record<AlertChannelName, FakeChannel>) =>
  ALERT_CHANNELS.filter((name) => channels[name].shown !== null);

describe('an alert', () => {
  it('comes to the chosen channels only, and leaves them all', () => {
    const { channels, dispatcher } = start({ ...all, sound: false, vibration: false });
    dispatcher.handle(event());
    expect(alerting(channels)).toEqual(['visual', 'notification', 'title']);
    dispatcher.handle(over);
    expect(alerting(channels)).toEqual([]);
  });

  it('brings its level and loudness, gentle or strong', () => {
    const { channels, dispatcher } = start();
    dispatcher.handle(event());
    expect(channels.sound.shown).toEqual({ level: 'gentle', loudness: 0.25, cause: 'drowsy' });
    dispatcher.handle(event({ level: 'strong', loudness: 0.8, cause: 'asleep' }));
    expect(channels.sound.shown).toEqual({ level: 'strong', loudness: 0.8, cause: 'asleep' });
  });

  it('is repeated by the heartbeat while it stands', () => {
    const { channels, dispatcher, acknowledge } = start({ ...all, sound: false });
    dispatcher.beat(0);
    dispatcher.handle(event());
    dispatcher.beat(1000);
    acknowledge();
    dispatcher.beat(2000);
    expect([channels.vibration.beats, channels.sound.beats]).toEqual([1, 0]);
  });

  it('works with the channels that the browser has', () => {
    const visual = new FakeChannel();
    const dispatcher = new AlertDispatcher({ visual }, all);
    dispatcher.handle(event());
    expect(visual.shown?.level).toBe('gentle');
  });
});

describe('acknowledging', () => {
  it('silences at once and tells the engine once', () => {
    const { channels, told, dispatcher, acknowledge } = start();
    dispatcher.handle(event({ level: 'strong' }));
    acknowledge();
    acknowledge();
    expect(alerting(channels)).toEqual([]);
    expect(told.acknowledgements).toBe(1);
  });

  it('is not undone by what the engine says before it has heard of it', () => {
    const { channels, dispatcher, acknowledge } = start();
    dispatcher.handle(event({ level: 'strong', loudness: 0.6 }));
    acknowledge();
    dispatcher.handle(event({ level: 'strong', loudness: 0.7 }));
    dispatcher.choose(all);
    expect(alerting(channels)).toEqual([]);
  });

  it('is for this alert: the next one is heard', () => {
    const { channels, dispatcher, acknowledge } = start();
    dispatcher.handle(event());
    acknowledge();
    dispatcher.handle(over);
    dispatcher.handle(event());
    expect(alerting(channels)).toEqual([...ALERT_CHANNELS]);
  });

  it('without an alert is nothing', () => {
    const { told, dispatcher, acknowledge } = start();
    acknowledge();
    dispatcher.handle(over);
    acknowledge();
    expect(told.acknowledgements).toBe(0);
  });
});

describe('choosing channels while an alert stands', () => {
  it('takes it away and brings it', () => {
    const { channels, dispatcher } = start();
    dispatcher.handle(event());
    dispatcher.choose({ ...all, sound: false });
    expect(channels.sound.shown).toBeNull();
    dispatcher.choose(all);
    expect(channels.sound.shown?.level).toBe('gentle');
  });
});

describe('the end of monitoring', () => {
  it('silences everything, and the next session begins anew', () => {
    const { channels, dispatcher, acknowledge } = start();
    dispatcher.handle(event());
    acknowledge();
    dispatcher.stop();
    expect(alerting(channels)).toEqual([]);
    dispatcher.handle(event());
    expect(alerting(channels)).toEqual([...ALERT_CHANNELS]);
  });
});

describe('whatever happens', () => {
  it('a channel alerts exactly when it is chosen and an unacknowledged alert stands', () => {
    const step = fc.oneof(
      fc.constantFrom('gentle', 'strong', 'over', 'acknowledge', 'stop', 'beat'),
      fc.record({ sound: fc.boolean(), title: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { channels, dispatcher, acknowledge } = start();
        let [standing, answered, chosen] = [false, false, all];
        for (const now of steps) {
          if (typeof now === 'object') dispatcher.choose((chosen = { ...all, ...now }));
          else if (now === 'acknowledge') {
            acknowledge();
            answered = standing;
          } else if (now === 'beat') dispatcher.beat(0);
          else if (now === 'stop' || now === 'over') {
            if (now === 'stop') dispatcher.stop();
            else dispatcher.handle(over);
            [standing, answered] = [false, false];
          } else {
            dispatcher.handle(event({ level: now }));
            standing = true;
          }
          const expected = ALERT_CHANNELS.filter((name) => standing && !answered && chosen[name]);
          expect(alerting(channels)).toEqual(expected);
        }
      }),
    );
  });
});
