import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  WAKEFULNESS_CLASSES,
  type ClassProbabilities,
  type WakefulnessClass,
} from '../../../src/common/classes';
import { UNKNOWN_REASONS, type StateCause, type StateEvent } from '../../../src/wakefulness/state-event';
import { away, blinking, eyesClosed, fightingSleep, heavyBlinking, watching } from './acts';
import { Scene, type Act, type SceneOptions } from './scene';

/** A network that is certain of one state. */
function certainOf(state: (typeof WAKEFULNESS_CLASSES)[number]): ClassProbabilities {
  return { asleep: 0.001, drowsy: 0.001, awake: 0.001, [state]: 0.998 };
}

const look: fc.Arbitrary<Act> = fc
  .record({
    openness: fc.double({ min: 0, max: 1, noNaN: true }),
    pitch: fc.double({ min: -30, max: 50, noNaN: true }),
    yaw: fc.double({ min: -80, max: 80, noNaN: true }),
    mouth: fc.double({ min: 0, max: 1, noNaN: true }),
    posterior: fc.option(fc.constantFrom(...WAKEFULNESS_CLASSES).map(certainOf)),
  })
  .map((fixed) => () => fixed);

const missing: fc.Arbitrary<Act> = fc
  .constantFrom(...UNKNOWN_REASONS)
  .map((reason) => () => ({ missing: reason }));

const lids: fc.Arbitrary<Act> = fc.constantFrom(watching, eyesClosed, fightingSleep, blinking(1, 0.4));

type Event = (scene: Scene) => void;

const seconds = fc.double({ min: 0.05, max: 20, noNaN: true });
const anything: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(seconds, fc.oneof(look, missing, lids, lids)).map(
    ([s, act]): Event =>
      (scene) =>
        scene.play(s, act),
  ),
  seconds.map(
    (s): Event =>
      (scene) =>
        scene.stall(s),
  ),
  fc.double({ min: -4000, max: 4000, noNaN: true }).map(
    (s): Event =>
      (scene) =>
        scene.jump(s),
  ),
  fc.constant<Event>((scene) => scene.acknowledge()),
  seconds.map(
    (s): Event =>
      (scene) =>
        scene.snooze(s),
  ),
);

const session = fc.record({
  fps: fc.constantFrom(2, 7, 10, 30),
  seed: fc.nat(1000),
  events: fc.array(anything, { minLength: 1, maxLength: 12 }),
});

function sum(p: ClassProbabilities): number {
  return p.asleep + p.drowsy + p.awake;
}

function expectSound(event: StateEvent): void {
  expect(sum(event.probabilities)).toBeCloseTo(1, 9);
  for (const p of Object.values(event.probabilities)) expect(p).toBeGreaterThanOrEqual(0);
  for (const share of [event.perclos, event.perclos3, event.openness]) {
    if (share === null) continue;
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  }
  expect(event.closureMs).toBeGreaterThanOrEqual(0);
  expect(event.reason !== undefined).toBe(event.state === 'unknown');
  if (event.state === 'unknown') {
    expect(event).toMatchObject({
      shown: 'unknown',
      certainty: null,
      confidence: 0,
      causes: [],
      closureMs: 0,
    });
    expect(event.probabilities.awake).toBeCloseTo(1 / 3, 12);
  } else {
    expect(event.confidence).toBe(event.probabilities[event.state]);
    expect(event.shown === event.state || (event.state === 'asleep' && event.shown === 'eyes-closed')).toBe(
      true,
    );
    for (const cause of event.causes) expect(SPEAKS_FOR[cause]).toContain(event.state);
    if (event.state === 'awake' && (event.perclos ?? 0) >= 0.3) expect(event.certainty).toBe('unsure');
  }
}

/** The states that each cause may be given for. */
const SPEAKS_FOR: Readonly<Record<StateCause, readonly WakefulnessClass[]>> = {
  'eyes-closed-over-1s': ['asleep', 'drowsy'],
  'network-sees-asleep': ['asleep', 'drowsy'],
  'head-dropped': ['asleep', 'drowsy'],
  'face-lost-while-drowsy': ['asleep', 'drowsy'],
  'long-blinks': ['drowsy'],
  'high-perclos': ['drowsy'],
  'eyes-half-closed': ['drowsy'],
  'head-nodding': ['drowsy'],
  yawning: ['drowsy'],
  'network-sees-drowsy': ['drowsy'],
  'drowsy-lately': ['drowsy'],
  'eyes-open': ['awake'],
};

describe('whatever happens', () => {
  it('every state event is sound, and unknown carries nothing', () => {
    fc.assert(
      fc.property(session, ({ fps, seed, events }) => {
        const scene = new Scene({ fps, seed });
        for (const event of events) event(scene);
        for (const { event } of scene.states) expectSound(event);
      }),
      { numRuns: 60 },
    );
  });

  it('acknowledging silences, and no gentle alert comes within two minutes', () => {
    fc.assert(
      fc.property(session, ({ fps, seed, events }) => {
        const scene = new Scene({ fps, seed });
        for (const event of events) event(scene);
        // After a jump of the clock no alert stands any more, and there is nothing to acknowledge.
        scene.wakefulness.tick(scene.now);
        const stood = scene.wakefulness.alert.level !== null;
        scene.acknowledge();
        expect(scene.wakefulness.alert).toMatchObject({ level: null, loudness: 0 });
        if (!stood) return;
        const before = scene.raised.length;
        scene.play(14, eyesClosed);
        expect(scene.raised.slice(before)).toEqual([]);
        scene.play(100, fightingSleep);
        expect(scene.raised.slice(before).map(([, level]) => level)).not.toContain('gentle');
      }),
      { numRuns: 40 },
    );
  });

  it('a jump of the clock or a stall never raises an alert, nor makes one louder', () => {
    const jump = fc.oneof(
      fc.double({ min: 1.3, max: 100_000, noNaN: true }),
      // Further back than any stall before it went forward, or the two cancel out.
      fc.double({ min: -100_000, max: -25, noNaN: true }),
    );
    fc.assert(
      fc.property(session, jump, fc.boolean(), ({ fps, seed, events }, leap, stalls) => {
        const scene = new Scene({ fps, seed });
        for (const event of events) event(scene);
        const before = scene.wakefulness.alert;
        if (stalls) scene.stall(Math.min(60, Math.abs(leap)));
        else scene.jump(leap);
        scene.wakefulness.tick(scene.now);
        scene.play(1.1 / fps, eyesClosed);
        const after = scene.wakefulness.alert;
        expect([before.level, null]).toContain(after.level);
        expect(after.loudness).toBeLessThanOrEqual(before.loudness);
      }),
      { numRuns: 60 },
    );
  });

  it('no alert without evidence: open eyes, absence and jumps raise none', () => {
    const harmless: fc.Arbitrary<Event> = fc.oneof(
      fc.tuple(seconds, fc.oneof(missing, fc.constantFrom(watching, blinking(1.5, 0.3)))).map(
        ([s, act]): Event =>
          (scene) =>
            scene.play(s, act),
      ),
      seconds.map(
        (s): Event =>
          (scene) =>
            scene.stall(s),
      ),
      fc.double({ min: -4000, max: 4000, noNaN: true }).map(
        (s): Event =>
          (scene) =>
            scene.jump(s),
      ),
    );
    fc.assert(
      fc.property(fc.array(harmless, { minLength: 1, maxLength: 15 }), fc.nat(1000), (events, seed) => {
        const scene = new Scene({ seed });
        for (const event of events) event(scene);
        expect(scene.raised).toEqual([]);
        expect(scene.first('asleep')).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('whatever the network says, asleep begins only after one second of closed eyes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        // Lids that measure as less than half open the network may call shut.
        fc.double({ min: 0.7, max: 1, noNaN: true }),
        fc.constantFrom(5, 10, 30),
        (closed, open, fps) => {
          const scene = new Scene({ fps });
          const posterior = certainOf('asleep');
          scene.play(20, () => ({ openness: open, posterior }));
          scene.play(closed, () => ({ openness: 0, posterior }));
          scene.play(3, () => ({ openness: open, posterior }));
          expect(scene.first('asleep')).toBeNull();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('steady states', () => {
  const seenActs = fc.array(
    fc.tuple(
      fc.double({ min: 0.3, max: 15, noNaN: true }),
      fc.constantFrom<Act>(watching, fightingSleep, heavyBlinking, eyesClosed, blinking(1, 0.4), () => ({
        openness: 0.5,
      })),
    ),
    { minLength: 2, maxLength: 12 },
  );
  const scenes = fc.record({ fps: fc.constantFrom(5, 10, 30), seed: fc.nat(1000), acts: seenActs });
  const played = ({ fps, seed, acts }: { fps: number; seed: number; acts: [number, Act][] }): Scene => {
    const scene = new Scene({ fps, seed });
    for (const [s, act] of acts) scene.play(s, act);
    return scene;
  };

  it('drowsiness stands for five seconds at least, unless the learner falls asleep', () => {
    fc.assert(
      fc.property(scenes, (script) => {
        const changes = played(script).states.filter(
          ({ event }, i, all) => event.state !== all[i - 1]?.event.state,
        );
        changes.forEach(({ at, event }, i) => {
          const next = changes[i + 1];
          if (event.state === 'drowsy' && next?.event.state === 'awake')
            expect(next.at - at).toBeGreaterThan(4.9);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('nobody is awake whose eyes have been closed for over a second', () => {
    fc.assert(
      fc.property(scenes, (script) => {
        for (const { event } of played(script).states) {
          if (event.closureMs > 1500) expect(event.state).not.toBe('awake');
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a rest is called closed eyes for three seconds, and sleep from then on', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.5, max: 8, noNaN: true }), fc.constantFrom(5, 10, 30), (closed, fps) => {
        const scene = new Scene({ fps }).play(10, watching).play(closed, eyesClosed).play(5, watching);
        const shown = scene.states.filter(({ event }) => event.state === 'asleep');
        for (const { at, event } of shown) {
          if (at < 12.8) expect(event.shown).toBe('eyes-closed');
          if (closed > 3.5 && at > 13.5) expect(event.shown).toBe('asleep');
        }
      }),
      { numRuns: 20 },
    );
  });

  it('unknown is never awake, and nobody is awake right after a loss', () => {
    const scene = new Scene().play(20, watching).play(5, away).play(0.4, watching);
    expect(scene.share('awake', 20.6, 25.4)).toBe(0);
    expect(scene.wakefulness.state).toMatchObject({ shown: 'unknown', certainty: null });
  });
});

describe('the frame rate does not matter', () => {
  const script = fc.array(
    fc.tuple(
      fc.integer({ min: 2, max: 12 }),
      fc.constantFrom<Act>(
        () => ({ openness: 1 }),
        () => ({ openness: 0 }),
        () => ({ openness: 0.3 }),
        () => ({ openness: 0.6 }),
        () => ({ openness: 1, yaw: 70 }),
      ),
    ),
    { minLength: 3, maxLength: 8 },
  );

  const rates: SceneOptions[] = [
    { fps: 2 },
    { fps: 5 },
    { fps: 30 },
    { fps: 15, calmFps: 5, lastingFps: 10 },
  ];

  it('2, 5, 30 and now 5, now 10, now 15 observations a second tell the same at nearly the same times', () => {
    fc.assert(
      fc.property(script, (acts) => {
        const scenes = rates.map((rate) => {
          const scene = new Scene({ ...rate, noise: 0 });
          for (const [s, act] of acts) scene.play(s, act);
          return scene;
        });
        const total = scenes[0]!.seconds;
        // Each change of act may be noticed up to two frames of the slowest rate apart, and alike
        // its consequence. A drowsiness that is just long enough to be published at one rate stands
        // for its five seconds.
        const tolerance = (acts.length * 1.6 + 5) / total;
        for (const state of ['awake', 'drowsy', 'asleep', 'unknown']) {
          const shares = scenes.map((scene) => scene.share(state));
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(tolerance);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('fewer looks while the eyes are wide open, or drowsiness lasts', () => {
  const RATES: readonly SceneOptions[] = [{ fps: 15 }, { fps: 15, calmFps: 5, lastingFps: 10 }];

  it('leave PERCLOS as it is, over closures of any length', () => {
    const closures = fc.record({
      every: fc.double({ min: 2, max: 6, noNaN: true }),
      closed: fc.double({ min: 0.1, max: 1.8, noNaN: true }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(closures, ({ every, closed, seed }) => {
        const shares = RATES.map((rate) => {
          const scene = new Scene({ ...rate, seed, noise: 0 });
          scene.play(61, (s) => ({ openness: s % every < closed ? 0 : 1 }));
          return scene.wakefulness.state.perclos!;
        });
        // Each closure is noticed up to one calm look late, some blinks not at all.
        expect(Math.abs(shares[0]! - shares[1]!)).toBeLessThan(0.2 / every + 0.02);
      }),
      { numRuns: 40 },
    );
  });

  /** Seconds by which each alert comes later with fewer looks; earlier is less than zero. */
  function delays(act: Act, awake: number, seed: number): number[] {
    const [all, few] = RATES.map((rate) =>
      new Scene({ ...rate, seed })
        .play(awake, watching)
        .play(25, act)
        .raised.map(([at]) => at),
    );
    expect(few).toHaveLength(all!.length);
    return few!.map((at, i) => at - all![i]!);
  }

  // An alert that one closure just fails to raise is raised by the next: an act's period apart.
  const falling: readonly (readonly [Act, number])[] = [
    [eyesClosed, 1.5],
    [fightingSleep, 4],
    [heavyBlinking, 1.5],
  ];

  it('raise the same alerts, at most one closure apart', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...falling),
        fc.double({ min: 10, max: 14, noNaN: true }),
        fc.nat(1000),
        ([act, closure], awake, seed) => {
          for (const delay of delays(act, awake, seed)) expect(Math.abs(delay)).toBeLessThan(closure);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('raise them no later in the mean', () => {
    for (const [act] of falling) {
      const all = Array.from({ length: 60 }, (_, i) => delays(act, 10 + (i % 20) / 5, i)).flat();
      expect(all.length).toBeGreaterThanOrEqual(60);
      expect(all.reduce((sum, delay) => sum + delay, 0) / all.length).toBeLessThan(0.15);
    }
  });

  it('keep somebody who watches a lecture awake without a break', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.5, max: 6, noNaN: true }), fc.nat(1000), (every, seed) => {
        const scene = new Scene({ fps: 15, calmFps: 5, seed }).play(120, blinking(every));
        expect(scene.share('awake', 2)).toBe(1);
        expect(scene.raised).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('eight hours', () => {
  it('memory stays bounded at ten observations a second', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const scene = new Scene();
    const heap = () => {
      scene.states.length = 0;
      scene.alerts.length = 0;
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    scene.play(1800, watching);
    const early = heap();
    for (let hour = 0; hour < 8; hour++) {
      scene.play(3600, hour % 2 === 0 ? watching : fightingSleep);
      heap();
    }
    // Keeping only one number of each of the 288 000 observations would take more.
    expect(heap() - early).toBeLessThan(288_000 * 8);
    scene.play(10, watching);
    expect(scene.state).toBe('awake');
  });
});
