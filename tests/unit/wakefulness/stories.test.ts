import { describe, expect, it, vi } from 'vitest';
import {
  away,
  blinking,
  eyesClosed,
  fightingSleep,
  heavyBlinking,
  laughing,
  lookingAtPhone,
  noddingOff,
  readingNotes,
  talking,
  trembling,
  turned,
  typing,
  watching,
  yawning,
} from './acts';
import { CALIBRATION, Scene, type Act, type SceneOptions } from './scene';

/**
 * Every story is played at the frame rates of a weak and a strong device, each with its own noise.
 */
const RATES = [2, 5, 10, 30].map((fps): SceneOptions => ({ fps, seed: fps }));

function everyRate(name: string, story: (begin: () => Scene) => void): void {
  it.each(RATES)(`${name} ($fps/s)`, (options) => {
    story(() => new Scene(options));
  });
}

/** No alert, not once called asleep, and awake for at least this share of the time. */
function expectAwake(scene: Scene, from: number, share: number): void {
  expect(scene.raised).toEqual([]);
  expect(scene.first('asleep')).toBeNull();
  expect(scene.share('awake', from)).toBeGreaterThanOrEqual(share);
}

describe('two minutes of being awake', () => {
  const awakeActs: Record<string, { act: Act; share: number }> = {
    'watches the lecture': { act: watching, share: 1 },
    'blinks a lot while reading': { act: blinking(1.5, 0.3), share: 1 },
    laughs: { act: laughing, share: 0.97 },
    'reads notes looking down': { act: readingNotes, share: 0.97 },
    'types with the eyes on the keyboard': { act: typing, share: 0.97 },
    'talks and looks about': { act: talking, share: 1 },
    'winks with one eye again and again': {
      act: (s) => ({ openness: { left: s % 5 < 1.5 ? 0 : 1, right: 1 } }),
      share: 1,
    },
    'keeps one eye covered with hair': { act: () => ({ openness: { left: 0.05, right: 1 } }), share: 1 },
    'sits with the head half turned': { act: turned(30), share: 1 },
  };
  for (const [name, { act, share }] of Object.entries(awakeActs)) {
    everyRate(name, (begin) => {
      expectAwake(begin().play(20, watching).play(100, act), 20, share);
    });
  }

  everyRate('looks down at the phone, where the lids cannot be told from shut ones', (begin) => {
    const scene = begin().play(20, watching).play(100, lookingAtPhone);
    expect(scene.raised).toEqual([]);
    expect(scene.first('asleep')).toBeNull();
    expect(scene.share('unknown:eyes-hidden', 20)).toBeGreaterThan(0.6);
  });

  everyRate('yawns twice', (begin) => {
    const scene = begin().play(20, watching).play(10, yawning).play(10, yawning).play(80, watching);
    expectAwake(scene, 20, 0.9);
  });

  everyRate('turns the head far', (begin) => {
    const scene = begin().play(20, watching).play(50, turned(70)).play(50, watching);
    expect(scene.raised).toEqual([]);
    expect(scene.first('asleep')).toBeNull();
    expect(scene.first('drowsy')).toBeNull();
    expect(scene.share('unknown:eyes-hidden', 22, 70)).toBe(1);
    expect(scene.share('awake', 73)).toBe(1);
  });

  everyRate('walks away and comes back', (begin) => {
    const scene = begin().play(30, watching).play(60, away).play(30, watching);
    expect(scene.raised).toEqual([]);
    expect(scene.share('unknown:no-face', 32, 90)).toBe(1);
    expect(scene.share('awake', 92)).toBe(1);
  });

  everyRate('went away drowsy or asleep, and comes back rested', (begin) => {
    for (const before of [fightingSleep, eyesClosed]) {
      const scene = begin().play(20, watching).play(20, before);
      expect(scene.state).not.toBe('awake');
      scene.play(300, away).play(20, watching);
      expect(scene.share('awake', 342)).toBe(1);
      expect(
        scene.states.filter(({ at, event }) => at > 341 && event.causes.includes('drowsy-lately')),
      ).toEqual([]);
      expect(scene.first('drowsy', 340)).toBeNull();
      expect(scene.first('asleep', 340)).toBeNull();
    }
  });

  it('wears glasses that lift the closed EAR: blinks and dozes are judged by the own calibration', () => {
    const glasses = { ...CALIBRATION, closed: { left: 0.18, right: 0.19 } };
    const scene = new Scene({ calibration: glasses })
      .play(60, watching)
      .play(6, eyesClosed)
      .play(54, watching);
    expect(scene.share('awake', 2, 60)).toBe(1);
    expect(scene.first('asleep')).toBeGreaterThanOrEqual(61);
    expect(scene.first('asleep')).toBeLessThanOrEqual(61.5);
  });
});

describe('falling asleep', () => {
  everyRate('nods off and wakes', (begin) => {
    const scene = begin().play(20, watching).play(6, eyesClosed).play(94, watching);
    const asleep = scene.first('asleep')!;
    expect(asleep).toBeGreaterThanOrEqual(21);
    expect(asleep).toBeLessThanOrEqual(21.5);
    expect(scene.first('awake', 26)).toBeLessThanOrEqual(29);
    expect(scene.share('awake', 29)).toBe(1);
    expect(scene.raised).toEqual([[expect.closeTo(asleep + 3, 0), 'strong']]);
    // Being awake again ends it without a key.
    expect(scene.wakefulness.alert).toMatchObject({ level: null, cause: 'recovered' });
  });

  everyRate('nods off with the chin sinking until the eyes are hidden', (begin) => {
    const scene = begin().play(20, watching).play(30, noddingOff(45, 8));
    // Lids that close while the head goes down may be a look down: sure a little later.
    expect(scene.first('asleep')).toBeLessThanOrEqual(22);
    expect(scene.share('asleep', 22, 30)).toBe(1);
    expect(scene.share('awake', 22)).toBe(0);
    expect(scene.raised.map(([, level]) => level)).toContain('strong');
    expect(scene.wakefulness.alert.level).toBe('strong');
    scene.play(50, watching);
    expect(scene.share('awake', 53)).toBe(1);
    expect(scene.wakefulness.alert.level).toBeNull();
  });

  everyRate('is found with closed eyes when the face comes back: never called awake', (begin) => {
    for (const before of [watching, eyesClosed]) {
      const scene = begin().play(20, watching).play(3, before).play(60, away).play(10, eyesClosed);
      expect(scene.share('awake', 80)).toBe(0);
      expect(scene.state).toBe('asleep');
      const slept = begin().play(20, watching).play(3, before).jump(600).play(10, eyesClosed);
      expect(slept.share('awake', 623.6)).toBe(0);
      expect(slept.state).toBe('asleep');
    }
  });

  everyRate('slouches for the rest of the lecture and falls asleep in that pose', (begin) => {
    const slouched = (act: Act, pitch: number): Act => {
      return (s) => ({ ...act(s), pitch });
    };
    const scene = begin()
      .play(20, watching)
      .play(60, slouched(watching, 13))
      .play(5, slouched(eyesClosed, 13));
    expect(scene.share('awake', 20, 80)).toBe(1);
    expect(scene.first('asleep')).toBeGreaterThanOrEqual(81);
    expect(scene.first('asleep')).toBeLessThanOrEqual(81.6);
  });

  everyRate('fights sleep with half-closed eyes and short closures', (begin) => {
    const scene = begin().play(20, watching).play(60, fightingSleep).play(40, watching);
    // A second of drowsiness is published, not its first moment.
    expect(scene.first('drowsy')).toBeLessThanOrEqual(27);
    expect(scene.share('awake', 27, 80)).toBe(0);
    expect(scene.share('drowsy', 27, 80)).toBeGreaterThan(0.85);
    expect(scene.raised[0]).toEqual([expect.closeTo(scene.first('drowsy')! + 8, 0), 'gentle']);
    // And it stands until the eyes have been open for five seconds.
    expect(scene.share('awake', 89)).toBe(1);
    expect(scene.wakefulness.alert.level).toBeNull();
  });

  everyRate('keeps lids closed that tremble', (begin) => {
    const scene = begin().play(20, watching).play(20, trembling);
    expect(scene.first('asleep')).toBeGreaterThanOrEqual(21);
    // Two frames a second show few of the moments in which the lids are shut.
    expect(scene.first('asleep')).toBeLessThanOrEqual(scene.fps > 2 ? 22 : 24.5);
    expect(scene.share('asleep', scene.fps > 2 ? 22.5 : 25)).toBeGreaterThan(0.9);
  });

  // Two frames a second cannot tell a slow blink from a quick one, and are taken for the quick one.
  it.each(RATES.slice(1))(
    'blinks slowly and heavily with eyes that are open in between ($fps/s)',
    (options) => {
      const scene = new Scene(options).play(20, watching).play(30, heavyBlinking).play(20, watching);
      expect(scene.share('awake', 25, 50)).toBeLessThan(0.3);
      expect(scene.share('asleep', 20, 50)).toBe(0);
      expect(scene.share('awake', 60)).toBe(1);
    },
  );

  everyRate('sits before the camera with closed eyes from the first frame', (begin) => {
    const scene = begin().play(10, eyesClosed);
    expect(scene.share('awake')).toBe(0);
    expect(scene.first('asleep')).toBeLessThanOrEqual(2);
  });

  everyRate('closes the eyes for just under a second', (begin) => {
    const scene = begin()
      .play(20, watching)
      .play(20, (s) => ({ openness: s <= 0.9 ? 0 : 1 }));
    expect(scene.first('asleep')).toBeNull();
    expect(scene.raised).toEqual([]);
  });

  it('falls asleep before a camera that gives one frame a second: told a second later', () => {
    const scene = new Scene({ fps: 1 }).play(60, () => ({ openness: 1 })).play(20, eyesClosed);
    expect(scene.share('awake', 5, 60)).toBe(1);
    expect(scene.first('asleep')).toBeLessThanOrEqual(63);
    expect(scene.raised.map(([, level]) => level)).toEqual(['strong']);
  });

  it('microsleeps twice a minute: each one is told, and in between the learner is awake', () => {
    const act: Act = (s) => ({ openness: s % 12 > 4.2 && s % 12 < 6.6 ? 0 : 1 });
    const scene = new Scene({ fps: 10 }).play(120, act);
    for (let loop = 0; loop < 10; loop++) {
      const begin = 12 * loop;
      expect(scene.share('asleep', begin + 5.7, begin + 6.5)).toBe(1);
      expect(scene.share('awake', begin + 9.6, begin + 12)).toBe(1);
    }
  });
});

describe('alerts', () => {
  it('falls asleep and is found again after an acknowledged alert', () => {
    const scene = new Scene().play(20, watching).play(6, eyesClosed);
    expect(scene.wakefulness.alert.level).toBe('strong');
    scene.acknowledge();
    expect(scene.wakefulness.alert).toMatchObject({ level: null, cause: 'acknowledged' });
    // Dozing on for a moment is silent, …
    scene.play(10, eyesClosed);
    expect(scene.wakefulness.alert.level).toBeNull();
    // … but sleeping on is not, quiet or no quiet.
    scene.play(10, eyesClosed);
    expect(scene.raised.map(([, level]) => level)).toEqual(['strong', 'strong']);
    expect(scene.raised[1]![0]).toBeCloseTo(26 + 15, 0);
  });

  it('is drowsy on after acknowledging: quiet for two minutes, then asked again', () => {
    const scene = new Scene().play(20, watching).play(20, fightingSleep);
    expect(scene.wakefulness.alert.level).toBe('gentle');
    scene.acknowledge();
    const acknowledged = scene.seconds;
    scene.play(130, fightingSleep);
    const [again] = scene.raised.slice(1);
    expect(again).toEqual([expect.closeTo(acknowledged + 120, 0), 'gentle']);
  });

  it('snoozes for five minutes and sleeps through them undisturbed, but no longer', () => {
    const scene = new Scene().play(20, watching).snooze(300).play(310, eyesClosed);
    expect(scene.alerts[0]!.event).toMatchObject({ level: null, cause: 'snoozed' });
    expect(scene.raised).toEqual([[expect.closeTo(320, 0), 'strong']]);
  });

  it('grows louder until acknowledged', () => {
    const scene = new Scene().play(20, watching).play(40, eyesClosed);
    const loudness = scene.alerts.map(({ event }) => event.loudness);
    expect(loudness).toEqual(loudness.toSorted((a, b) => a - b));
    expect(loudness[0]).toBe(0.5);
    expect(loudness.at(-1)).toBe(1);
    scene.acknowledge();
    expect(scene.wakefulness.alert.loudness).toBe(0);
  });

  it('goes from gentle to strong when drowsiness turns into sleep', () => {
    const scene = new Scene().play(20, watching).play(15, fightingSleep).play(10, eyesClosed);
    expect(scene.raised.map(([, level]) => level)).toEqual(['gentle', 'strong']);
  });

  everyRate('dodges the camera while drowsy: no recovery, and after a while a strong alert', (begin) => {
    const scene = begin().play(20, watching).play(16, fightingSleep).play(40, away);
    expect(scene.share('awake', 27)).toBe(0);
    expect(scene.raised.map(([, level]) => level)).toEqual(['gentle', 'strong']);
    expect(scene.wakefulness.alert.level).toBe('strong');
    expect(scene.state).toBe('unknown:no-face');
  });

  it('sinks out of the picture asleep: held asleep for ten seconds, then unknown, with the alert on', () => {
    const scene = new Scene().play(20, watching).play(2.5, eyesClosed).play(40, away);
    expect(scene.share('asleep', 22.5, 32.4)).toBe(1);
    expect(scene.wakefulness.state.reason).toBe('no-face');
    expect(scene.raised).toEqual([[expect.closeTo(24.2, 0), 'strong']]);
    expect(scene.wakefulness.alert.level).toBe('strong');
  });

  it('leaves for good with an alert on: it is taken back after two minutes, not called recovered', () => {
    const scene = new Scene().play(20, watching).play(10, eyesClosed).play(150, away);
    expect(scene.wakefulness.alert).toMatchObject({ level: null, cause: 'stopped' });
  });

  it('dozes while another person leans in: their face is no evidence', () => {
    const scene = new Scene()
      .play(20, watching)
      .play(3, eyesClosed)
      .play(30, () => ({ missing: 'other-person' }));
    expect(scene.state).toBe('unknown:other-person');
    expect(scene.share('unknown:other-person', 23.2)).toBe(1);
    expect(scene.raised).toEqual([]);
  });

  it('pauses with an alert on: it is taken back', () => {
    const scene = new Scene()
      .play(20, watching)
      .play(10, eyesClosed)
      .play(2, () => ({ missing: 'paused' }));
    expect(scene.state).toBe('unknown:paused');
    expect(scene.wakefulness.alert).toMatchObject({ level: null, cause: 'stopped' });
  });
});

describe('clocks and frames that fail', () => {
  everyRate('the machine sleeps for an hour', (begin) => {
    for (const before of [watching, fightingSleep]) {
      const scene = begin().play(20, watching).play(6, before).jump(3600).play(30, watching);
      expect(scene.raised).toEqual([]);
      expect(scene.share('awake', 3629)).toBe(1);
    }
  });

  it('the machine sleeps for an hour while the eyes are closed: the hour is no closure', () => {
    const scene = new Scene().play(20, watching).play(0.5, eyesClosed).jump(3600).play(0.8, eyesClosed);
    expect(scene.first('asleep')).toBeNull();
    expect(scene.wakefulness.state.closureMs).toBeLessThan(1000);
  });

  it('frames stop while the learner is asleep: unknown, and the missing time raises nothing', () => {
    const scene = new Scene().play(20, watching).play(3, eyesClosed).stall(60);
    expect(scene.state).toBe('unknown:paused-by-browser');
    expect(scene.first('unknown', 20)).toBeLessThanOrEqual(26);
    expect(scene.raised).toEqual([]);
  });

  it('the monotonic clock is put back: judging goes on', () => {
    const scene = new Scene().play(60, watching).jump(-30).play(20, watching);
    expect(scene.raised).toEqual([]);
    expect(scene.state).toBe('awake');
    scene.play(5, eyesClosed);
    expect(scene.state).toBe('asleep');
  });

  it('the wall clock is put forward by an hour: nothing happens but the stamps', () => {
    const scene = new Scene().play(20, watching).play(3, eyesClosed).setWallClock(3600).play(10, watching);
    expect(scene.raised).toEqual([]);
    expect(scene.wakefulness.state.t).toBeGreaterThan(1_800_000_000_000 + 3_600_000);
  });

  it.each([3600, -3600])('the wall clock is set by %i s during a snooze: its end is told anew', (set) => {
    const scene = new Scene().play(20, watching).snooze(600).play(60, watching);
    expect(scene.alerts, 'told once while the clock runs').toHaveLength(1);
    scene.setWallClock(set).play(10, watching);
    const { alert, state } = scene.wakefulness;
    expect(scene.alerts).toHaveLength(2);
    expect(alert).toMatchObject({ level: null, cause: 'snoozed' });
    expect(alert.quietUntil! - state.t).toBeCloseTo(530_000, -3);
  });

  it('late and repeated frames change nothing', () => {
    const act = fightingSleep;
    const once = new Scene({ noise: 0 }).play(20, watching).play(20, act);
    const twice = new Scene({ noise: 0 });
    const observe = twice.wakefulness.observe.bind(twice.wakefulness);
    vi.spyOn(twice.wakefulness, 'observe').mockImplementation((o) => {
      observe(o);
      observe(o);
      observe({ ...o, t: o.t - 300 });
    });
    twice.play(20, watching).play(20, act);
    expect(twice.states).toEqual(once.states);
  });
});
