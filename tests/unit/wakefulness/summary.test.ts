import { describe, expect, it } from 'vitest';
import { addAlert, addState, EMPTY_SUMMARY, type SessionSummary } from '../../../src/wakefulness/summary';
import { away, eyesClosed, watching } from './acts';
import { EPOCH, Scene } from './scene';

function summaryOf(scene: Scene): SessionSummary {
  const states = scene.states.reduce((summary, { event }) => addState(summary, event), EMPTY_SUMMARY);
  return scene.alerts.reduce((summary, { event }) => addAlert(summary, event), states);
}

describe('session summary', () => {
  it('adds up the time in each state, the alerts and the longest closure', () => {
    const scene = new Scene().play(60, watching).play(10, eyesClosed).play(20, watching).play(30, away);
    const summary = summaryOf(scene);
    expect(summary.startedAt).toBe(EPOCH);
    expect(summary.updatedAt).toBe(EPOCH + 120_000);
    for (const state of ['awake', 'drowsy', 'asleep', 'unknown'] as const) {
      expect(summary.time[state] / 1000).toBeCloseTo(scene.share(state) * 120, 6);
    }
    expect(summary.time.asleep).toBeGreaterThan(8000);
    expect(summary.alerts).toEqual({ gentle: 0, strong: 1 });
    expect(Math.abs(summary.longestClosure - 10_000)).toBeLessThan(1200);
  });

  it('counts rests of one to three seconds apart from sleep', () => {
    const rest = summaryOf(new Scene().play(20, watching).play(2.2, eyesClosed).play(20, watching));
    expect(rest.rest).toBeGreaterThan(1000);
    expect(rest.rest).toBe(rest.time.asleep);
    const sleep = summaryOf(new Scene().play(20, watching).play(6, eyesClosed).play(20, watching));
    expect(sleep.time.asleep).toBeGreaterThan(4000);
    expect(sleep.rest).toBe(0);
  });

  it('credits no state with time in which nothing ran', () => {
    const scene = new Scene().play(30, watching).jump(3600).play(30, watching);
    const { time } = summaryOf(scene);
    expect(time.awake + time.drowsy + time.asleep + time.unknown).toBeLessThan(62_000);
  });

  it('can be stored and continued', () => {
    const scene = new Scene().play(30, watching).play(8, eyesClosed).play(30, watching);
    const events = scene.states.map(({ event }) => event);
    const half = events.slice(0, 20).reduce(addState, EMPTY_SUMMARY);
    const stored = JSON.parse(JSON.stringify(half)) as SessionSummary;
    expect(events.slice(20).reduce(addState, stored)).toEqual(events.reduce(addState, EMPTY_SUMMARY));
  });

  it('counts an alert that grows strong at both levels, and its loudness not at all', () => {
    const alert = (level: 'gentle' | 'strong' | null, loudness: number) =>
      ({ t: 0, level, loudness, cause: null, quietUntil: null }) as const;
    const events = [alert('gentle', 0.2), alert('strong', 0.5), alert('strong', 0.8), alert(null, 0)];
    const again = [...events, alert('gentle', 0.2)];
    expect(events.reduce(addAlert, EMPTY_SUMMARY).alerts).toEqual({ gentle: 1, strong: 1 });
    expect(again.reduce(addAlert, EMPTY_SUMMARY).alerts).toEqual({ gentle: 2, strong: 1 });
  });
});
