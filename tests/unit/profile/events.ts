import type { AlertEvent, StateEvent } from '../../../src/wakefulness/state-event';
import { NOW } from './device';

export function stateEvent(ms: number, change: Partial<StateEvent> = {}): StateEvent {
  return {
    t: NOW + ms,
    state: 'awake',
    shown: change.state ?? 'awake',
    certainty: change.state === 'unknown' ? null : 'sure',
    causes: ['eyes-open'],
    confidence: 0.9,
    probabilities: { asleep: 0.05, drowsy: 0.05, awake: 0.9 },
    perclos: 0.1,
    perclos3: null,
    openness: 0.95,
    closureMs: 0,
    ...change,
  };
}

export const asleep = (ms: number, closureMs = 1_500): StateEvent =>
  stateEvent(ms, { state: 'asleep', causes: ['eyes-closed-over-1s'], confidence: 0.8, closureMs });

export const noFace = (ms: number): StateEvent =>
  stateEvent(ms, { state: 'unknown', reason: 'no-face', causes: [], confidence: 0, perclos: null });

export function alertEvent(ms: number, change: Partial<AlertEvent> = {}): AlertEvent {
  return { t: NOW + ms, level: 'strong', loudness: 0.5, cause: 'asleep', quietUntil: null, ...change };
}
