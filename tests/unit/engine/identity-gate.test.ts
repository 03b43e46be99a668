import { describe, expect, test } from 'vitest';
import { DOUBT_AFTER, IdentityGate, STRANGER_AFTER } from '../../../src/engine/monitor-worker/identity-gate';

const THRESHOLD = 0.55;

/** Compares `similarity` every 250 ms on `track` from `from` up to `until` (ms). */
function compareFor(
  gate: IdentityGate,
  track: number,
  similarity: number,
  from: number,
  until: number,
): void {
  for (let t = from; t <= until; t += 250) gate.compare(track, similarity, t);
}

describe('identity gate', () => {
  test('a new track is pending, and the learner after one good match', () => {
    const gate = new IdentityGate(THRESHOLD);
    gate.follow(1, 0);
    expect(gate.ownerOf(1)).toBe('pending');
    gate.compare(1, 0.5, 100);
    expect(gate.ownerOf(1)).toBe('pending');
    gate.compare(1, 0.6, 200);
    expect(gate.ownerOf(1)).toBe('learner');
  });

  test('a track that never matches is another person after two seconds, and not before', () => {
    const gate = new IdentityGate(THRESHOLD);
    gate.follow(1, 0);
    compareFor(gate, 1, 0.2, 0, STRANGER_AFTER - 1);
    expect(gate.ownerOf(1)).toBe('pending');
    gate.compare(1, 0.2, STRANGER_AFTER);
    expect(gate.ownerOf(1)).toBe('other-person');
  });

  test('a slow device gets its three comparisons before anybody is called a stranger', () => {
    const gate = new IdentityGate(THRESHOLD);
    gate.follow(1, 0);
    gate.compare(1, 0.2, 3_000);
    gate.compare(1, 0.2, 6_000);
    expect(gate.ownerOf(1)).toBe('pending');
    gate.compare(1, 0.2, 9_000);
    expect(gate.ownerOf(1)).toBe('other-person');
  });

  test('the learner with closed eyes and a bowed head stays the learner', () => {
    const gate = new IdentityGate(THRESHOLD);
    gate.follow(1, 0);
    gate.compare(1, 0.7, 0);
    compareFor(gate, 1, 0.4, 250, 60_000);
    expect(gate.ownerOf(1)).toBe('learner');
  });

  test('a verified track that lastingly and clearly mismatches is doubted; a brief dip is not', () => {
    const gate = new IdentityGate(THRESHOLD);
    gate.follow(1, 0);
    gate.compare(1, 0.7, 0);
    compareFor(gate, 1, 0.1, 1_000, 1_000 + DOUBT_AFTER - 500);
    gate.compare(1, 0.5, 1_000 + DOUBT_AFTER - 250);
    compareFor(gate, 1, 0.1, 1_000 + DOUBT_AFTER, 1_000 + 2 * DOUBT_AFTER - 250);
    expect(gate.ownerOf(1)).toBe('learner');
    gate.compare(1, 0.1, 1_000 + 2 * DOUBT_AFTER);
    expect(gate.ownerOf(1)).toBe('other-person');
  });

  test('another track starts over, and late results of the earlier one are ignored', () => {
    const gate = new IdentityGate(THRESHOLD);
    gate.follow(1, 0);
    gate.compare(1, 0.7, 0);
    gate.follow(2, 1_000);
    expect(gate.ownerOf(2)).toBe('pending');
    gate.compare(1, 0.9, 1_100);
    expect(gate.ownerOf(2)).toBe('pending');
  });

  test('a stranger who makes room for the learner on the same track is forgiven by one good match', () => {
    const gate = new IdentityGate(THRESHOLD);
    gate.follow(1, 0);
    compareFor(gate, 1, 0.1, 0, 5_000);
    expect(gate.ownerOf(1)).toBe('other-person');
    gate.compare(1, 0.7, 5_100);
    expect(gate.ownerOf(1)).toBe('learner');
  });
});
