import { describe, expect, it } from 'vitest';
import { UNKNOWN_REASONS } from '../../../src/wakefulness/state-event';
import { away, eyesClosed, fightingSleep, noddingOff, watching, yawning } from './acts';
import { CALIBRATION, EPOCH, Scene, type Act, type Look } from './scene';

describe('heartbeats', () => {
  it('come once a second, whatever the frame rate, besides the changes', () => {
    for (const fps of [2, 30]) {
      const scene = new Scene({ fps }).play(60, watching);
      const beats = scene.states.filter(({ at }) => Number.isInteger(at));
      expect(beats.map(({ at }) => at)).toEqual(Array.from({ length: 61 }, (_, i) => i));
    }
  });

  it('come with a timer that is early or late, none twice', () => {
    const scene = new Scene();
    const before = scene.states.length;
    const start = scene.now;
    for (let i = 1; i <= 60; i++) scene.wakefulness.tick(start + i * 1000 + (i % 3) * 80 - 80);
    expect(scene.states.length - before).toBe(60);
  });

  it('come no faster when ticked faster', () => {
    const scene = new Scene();
    const start = scene.now;
    let beats = 0;
    for (let t = start; t < start + 100_000; t += 50) {
      scene.wakefulness.tick(t);
      if (scene.states.length > beats) beats++;
    }
    expect(scene.states.length).toBe(beats);
    expect(Math.abs(beats - 100)).toBeLessThanOrEqual(1);
  });

  it('are stamped with the time of the epoch', () => {
    const scene = new Scene().play(3, watching);
    expect(scene.states[0]!.event.t).toBe(EPOCH);
    expect(scene.states.at(-1)!.event.t).toBe(EPOCH + 3000);
  });
});

describe('what a state says', () => {
  const causesOf = (scene: Scene, state: string) => {
    expect(scene.wakefulness.state.state).toBe(state);
    return scene.wakefulness.state.causes;
  };

  it('why it was found', () => {
    expect(causesOf(new Scene().play(10, watching), 'awake')).toEqual(['eyes-open']);
    expect(causesOf(new Scene().play(10, watching).play(3, eyesClosed), 'asleep')).toEqual([
      'eyes-closed-over-1s',
    ]);
    const heavy: Act = (t) => ({ openness: t % 3 < 0.9 ? 0 : 0.35 });
    const drowsy = causesOf(new Scene({ noise: 0 }).play(10, watching).play(40, heavy), 'drowsy');
    expect([...drowsy].sort()).toEqual(['eyes-half-closed', 'high-perclos', 'long-blinks']);
    const dropped = causesOf(new Scene().play(10, watching).play(8, noddingOff(24, 8)), 'asleep');
    expect(dropped).toContain('head-dropped');
    const lost = causesOf(new Scene().play(10, watching).play(3, eyesClosed).play(2, away), 'asleep');
    expect(lost).toEqual(['face-lost-while-drowsy']);
  });

  it('yawning counts with lids that hang, and alone does not make drowsy', () => {
    const drowsy = new Scene()
      .play(10, watching)
      .play(20, fightingSleep)
      .play(5, (s) => ({ ...yawning(s), openness: 0.35 }));
    expect(causesOf(drowsy, 'drowsy')).toContain('yawning');
    const wide = new Scene().play(10, watching).play(5, (s) => ({ ...yawning(s), openness: 1 }));
    expect(wide.state).toBe('awake');
  });

  it('opening, closure and PERCLOS as measured', () => {
    const scene = new Scene({ noise: 0 }).play(40, watching).play(5, eyesClosed);
    const { state } = scene.wakefulness;
    expect(state.openness).toBe(0);
    // The heartbeat comes just before the last frame.
    expect(state.closureMs).toBe(4800);
    // 5 s of 45 s, and 12 blinks of which each shows about one closed frame.
    expect(state.perclos).toBeGreaterThan(5 / 45);
    expect(state.perclos).toBeLessThan(7 / 45);
    expect(state.perclos3).toBeNull();
    scene.play(60, watching);
    expect(scene.wakefulness.state.perclos3).not.toBeNull();
  });
});

describe('unknown', () => {
  it.each(UNKNOWN_REASONS)('for the reason %s, and awake again when the face is back', (reason) => {
    const scene = new Scene().play(20, watching).play(5, () => ({ missing: reason }));
    expect(scene.state).toBe(`unknown:${reason}`);
    expect(scene.wakefulness.state.openness).toBeNull();
    scene.play(3, watching);
    expect(scene.state).toBe('awake');
    expect(scene.raised).toEqual([]);
  });

  it('single lost frames change nothing', () => {
    const scene = new Scene().play(5, watching);
    const before = scene.states.length;
    scene.play(30, (s) => (Math.round(s * 10) % 7 === 0 ? { missing: 'no-face' } : { openness: 1 }));
    expect(scene.share('awake', 5)).toBe(1);
    expect(scene.states.length - before).toBe(30);
  });

  it('lost frames within a closure do not end it', () => {
    const scene = new Scene().play(10, watching);
    scene.play(1.5, (s) => (s > 0.3 && s < 0.8 ? { missing: 'no-face' } : { openness: 0 }));
    expect(scene.state).toBe('asleep');
  });

  it('until calibrated, and again after a new calibration', () => {
    const scene = new Scene({ calibration: null }).play(10, watching);
    expect(scene.state).toBe('unknown:calibrating');
    scene.wakefulness.calibrate(CALIBRATION);
    scene.play(3, watching);
    expect(scene.state).toBe('awake');
    // Eyes that measure half as open as before: half closed by the old calibration, wide open by a
    // new one.
    const half = () => ({ openness: 0.3 });
    scene.play(20, half);
    expect(scene.state).toBe('drowsy');
    scene.play(3, eyesClosed);
    scene.wakefulness.calibrate({
      ...CALIBRATION,
      open: { left: 0.16, right: 0.17 },
      closed: { left: 0.06, right: 0.06 },
    });
    scene.play(0.3, half);
    expect(scene.state).toBe('unknown:calibrating');
    scene.play(5, half);
    expect(scene.state).toBe('awake');
  });

  it('for a face whose landmarks came out as no numbers, without harm to what follows', () => {
    for (const bad of [
      { openness: NaN },
      { pitch: NaN },
      { yaw: Infinity },
      { roll: NaN },
      { mouth: NaN },
    ] satisfies Look[]) {
      const scene = new Scene().play(20, watching).play(2, () => bad);
      expect(scene.state).toBe('unknown:eyes-hidden');
      scene.play(3, watching);
      expect(scene.state).toBe('awake');
      scene.play(3, eyesClosed);
      expect(scene.state).toBe('asleep');
    }
  });
});

it('takes open eyes as open for PERCLOS whatever the mouth does, and closures of a still face as closed', () => {
  // Of every twenty seconds twelve of talking loudly with open eyes, and eight of closed eyes.
  const scene = new Scene().play(120, (s) =>
    s % 20 < 12 ? { mouth: 0.35 + 0.12 * Math.sin(2 * Math.PI * 4 * s) } : { openness: 0 },
  );
  const { perclos } = scene.states.at(-1)!.event;
  expect(perclos).toBeGreaterThan(0.2);
  expect(perclos).toBeLessThanOrEqual(0.42);
});

describe('a face that may be a picture', () => {
  const unproven: Act = () => ({ unproven: 'calibrating' });
  const open: Act = () => ({});

  it('is never told of, however long it is there', () => {
    const scene = new Scene().play(120, unproven);
    expect(scene.states.every(({ event }) => event.state === 'unknown')).toBe(true);
    expect(scene.state).toBe('unknown:calibrating');
  });

  it('is told of as soon as it has shown life, for the second has passed meanwhile', () => {
    expect(new Scene().play(3, unproven).play(0.2, open).state).toBe('awake');
    expect(new Scene().play(0.5, unproven).play(0.2, open).state).toBe('unknown:calibrating');
  });

  it('carries no verdict on', () => {
    const scene = new Scene().play(10, open).play(1, () => ({ unproven: 'recognising' }));
    expect(scene.state).toBe('unknown:recognising');
  });

  it('raises no alert', () => {
    const scene = new Scene().play(60, (t) => ({ ...eyesClosed(t), unproven: 'recognising' }));
    expect(scene.alerts).toEqual([]);
  });
});
