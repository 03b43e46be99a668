import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { identification, type IdentifiedVector } from '../../../src/evaluation/identification';

/** `share` of each vector is the person's own direction, the rest is noise. */
function samples(share: number, subjects = 10, sessions = 2): IdentifiedVector[] {
  const random = Random.seeded(3);
  return Array.from({ length: subjects }, (_, person) =>
    Array.from({ length: sessions * 4 }, (_, i) => ({
      subject: `p${person}`,
      session: `s${i % sessions}`,
      vector: Array.from(
        { length: subjects },
        (_, axis) => share * (axis === person ? 1 : 0) + (1 - share) * random.normal(),
      ),
    })),
  ).flat();
}

describe('identification', () => {
  it('recognises everybody by identity alone and nobody beyond chance by noise', () => {
    expect(identification(samples(1), 1)).toMatchObject({ accuracy: 1, spread: 0, trials: 100 });
    const noise = identification(samples(0), 1, 2000);
    expect(noise.accuracy).toBeCloseTo(noise.chance, 1);
    expect(noise.spread).toBeGreaterThan(0);
  });

  it('lies between for both', () => {
    const { accuracy } = identification(samples(0.7), 1);
    expect(accuracy).toBeGreaterThan(0.2);
    expect(accuracy).toBeLessThan(0.95);
  });

  it('gives exactly chance for the zero vectors of an untrained network', () => {
    const zeros = samples(1).map((sample) => ({ ...sample, vector: new Float32Array(10) }));
    expect(identification(zeros, 1).accuracy).toBeCloseTo(0.1, 12);
  });

  it('takes gallery and probe from different sessions', () => {
    // Each person's face of one session is the other person's of the other session. Probes then
    // find the other person's gallery when that is of the gallery session (half of the trials), and
    // nobody's (a tie) else: 0.25. Same-session pairs would be found.
    const people = ['a', 'b'].map((subject, person) =>
      [0, 1].map((session) => ({
        subject,
        session: String(session),
        vector: [person === session ? 1 : 0, person === session ? 0 : 1],
      })),
    );
    expect(identification(people.flat(), 1, 2000).accuracy).toBeCloseTo(0.25, 1);
  });

  it('leaves out who has one session, and says so; repeats with the seed', () => {
    const all = [...samples(0.5), { subject: 'once', session: 's0', vector: new Array<number>(10).fill(1) }];
    const first = identification(all, 5);
    expect(first.leftOut).toEqual(['once']);
    expect(first.bySubject.size).toBe(10);
    expect(identification(all, 5)).toEqual(first);
    expect(identification(all, 6).accuracy).not.toBe(first.accuracy);
  });

  it('asks for more sessions when nobody has two', () => {
    expect(() => identification(samples(1, 5, 1), 1)).toThrow(
      expect.objectContaining({ code: 'too-few-sessions' }),
    );
  });
});
