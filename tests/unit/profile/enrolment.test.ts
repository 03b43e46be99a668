import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnrolmentCollector } from '../../../src/profile/enrolment/collector';
import type {
  Enrolment,
  EnrolmentCandidate,
  EnrolmentStatus,
} from '../../../src/profile/enrolment/enrolment';
import { similarityThreshold } from '../../../src/profile/enrolment/similarity';
import { ADA, BOB, candidate, cosine, faceOf, lengthOf, seenFace, type Person } from './people';

const EPOCH = 1_790_000_000_000;

interface Show {
  /** Who sits there at time t (ms); null: nobody. */
  readonly who: (t: number) => Person | null;
  readonly until?: number;
  readonly framesPerSecond?: number;
  readonly embeddingsPerSecond?: number;
  /** ms from a frame to its embedding. */
  readonly latency?: number;
  readonly change?: (t: number) => Partial<EnrolmentCandidate>;
  readonly known?: Enrolment | null;
}

interface Shown {
  readonly status: EnrolmentStatus;
  /** ms at which it was over. */
  readonly at: number;
  readonly hints: ReadonlySet<string>;
}

/** Offers a frame and, where the network has run on it, its embedding. */
function see(
  collector: EnrolmentCollector,
  frame: EnrolmentCandidate,
  embedding: Float32Array | null,
): EnrolmentStatus {
  const status = collector.add(frame);
  return embedding === null ? status : collector.addEmbedding(frame.t, embedding);
}

/** Plays a scene through a collector until it is over. */
function play(show: Show): Shown {
  const { who, until = 120_000, framesPerSecond = 15, embeddingsPerSecond = 5, latency = 0 } = show;
  const collector = new EnrolmentCollector({
    backbone: 'faceres',
    known: show.known ?? null,
    wallClock: () => EPOCH,
  });
  const hints = new Set<string>();
  const late: { at: number; t: number; embedding: Float32Array }[] = [];
  let nextEmbedding = 0;
  for (let t = 0; t < until; t += 1000 / framesPerSecond) {
    while (late[0] !== undefined && late[0].at <= t) {
      const { t: frame, embedding } = late.shift()!;
      collector.addEmbedding(frame, embedding);
    }
    const person = who(t);
    let embedding: Float32Array | null = null;
    if (person !== null && t >= nextEmbedding) {
      nextEmbedding = t + 1000 / embeddingsPerSecond;
      embedding = seenFace(person, t);
    }
    if (embedding !== null && latency > 0) late.push({ at: t + latency, t, embedding });
    const frame = person === null ? nobody(t) : candidate(person, t, show.change?.(t));
    const status = see(collector, frame, latency > 0 ? null : embedding);
    if (status.kind !== 'collecting') return { status, at: t, hints };
    hints.add(status.progress.hint);
  }
  return { status: collector.status, at: until, hints };
}

const nobody = (t: number): EnrolmentCandidate => ({
  t,
  signals: null,
  missing: 'no-face',
  interocularPx: 0,
  eyesHidden: false,
  alive: false,
  exposure: null,
});

describe('an enrolment that does not move on', () => {
  const stuckAt = (change: Partial<EnrolmentCandidate>): [boolean, string][] => {
    const collector = new EnrolmentCollector({ backbone: 'faceres', known: null, wallClock: () => 0 });
    const seen: [boolean, string][] = [];
    for (let t = 0; t <= 11_000; t += 100) {
      const status = see(collector, { ...nobody(t), ...change }, null);
      if (status.kind !== 'collecting') throw new Error(status.kind);
      seen.push([status.progress.stuck, status.progress.hint]);
    }
    return seen;
  };

  it.each([
    ['camera-covered', 'uncover-the-camera'],
    ['camera-frozen', 'camera-stuck'],
    ['too-dark', 'more-light'],
    ['face-too-small', 'come-closer'],
    ['no-face', 'no-face'],
  ] as const)('by %s says so, and asks for more help after ten seconds', (missing, hint) => {
    const seen = stuckAt({ missing });
    expect(seen[50]).toEqual([false, hint]);
    expect(seen[99]![0]).toBe(false);
    expect(seen[100]).toEqual([true, hint]);
  });

  it('is not stuck while it moves on, nor any more once it does', () => {
    const collector = new EnrolmentCollector({ backbone: 'faceres', known: null, wallClock: () => 0 });
    for (let t = 0; t <= 11_000; t += 100) see(collector, nobody(t), null);
    const stuck: boolean[] = [];
    for (let t = 11_100; t <= 27_000; t += 100) {
      const status = see(collector, candidate(ADA, t), t % 500 === 0 ? seenFace(ADA, t) : null);
      if (status.kind === 'collecting') stuck.push(status.progress.stuck);
    }
    expect(stuck[0]).toBe(true);
    expect(stuck.slice(30)).not.toContain(true);
  });
});

function enrolmentOf({ status }: Shown): Enrolment {
  if (status.kind !== 'done') throw new Error(`not done: ${JSON.stringify(status)}`);
  return status.enrolment;
}

describe('enrolling somebody new', () => {
  it('takes some twenty seconds of looking at the screen', () => {
    const shown = play({ who: () => ADA });
    const enrolment = enrolmentOf(shown);
    expect(shown.at).toBeGreaterThan(17_000);
    expect(shown.at).toBeLessThan(23_000);
    expect(enrolment.backbone).toBe('faceres');
    expect(enrolment.frames).toBeGreaterThanOrEqual(20);
    expect(shown.hints).toEqual(new Set(['look-at-screen']));
  });

  it('finds the identity better than one frame does, at the length of the frames', () => {
    const { embedding } = enrolmentOf(play({ who: () => ADA }));
    expect(cosine(embedding, faceOf(ADA))).toBeGreaterThan(0.99);
    expect(cosine(seenFace(ADA, 0), faceOf(ADA))).toBeLessThan(0.97);
    expect(lengthOf(embedding)).toBeCloseTo(ADA.length, 3);
  });

  it('measures open eyes, closed eyes from the blinks, and the neutral head', () => {
    const { calibration } = enrolmentOf(play({ who: () => ADA }));
    expect(calibration.open.left).toBeCloseTo(ADA.open, 1);
    expect(calibration.closed.left).toBeLessThan(0.1);
    expect(calibration.pose.pitch).toBeCloseTo(5, 0);
    expect(calibration.calibratedAt).toBe(EPOCH);
  });

  it('spreads the embeddings over the time on a fast device', () => {
    const { frames } = enrolmentOf(play({ who: () => ADA, framesPerSecond: 30, embeddingsPerSecond: 30 }));
    expect(frames).toBeLessThanOrEqual(20_000 / 400 + 1);
  });

  it('works on a slow device whose embeddings come late and twice a second', () => {
    const shown = play({ who: () => ADA, framesPerSecond: 10, embeddingsPerSecond: 2, latency: 480 });
    expect(enrolmentOf(shown).frames).toBeGreaterThanOrEqual(20);
    expect(shown.at).toBeLessThan(30_000);
  });

  it('waits for embeddings however many landmarks there are', () => {
    const shown = play({ who: () => ADA, embeddingsPerSecond: 0.5, until: 30_000 });
    expect(shown.status.kind).toBe('collecting');
  });

  it('waits for landmarks however good the embeddings are', () => {
    const { status } = play({ who: () => ADA, framesPerSecond: 2, embeddingsPerSecond: 2, until: 22_000 });
    expect(status.kind).toBe('collecting');
  });

  it('does not count the time in which nobody is there', () => {
    const shown = play({ who: (t) => (t % 10_000 < 5_000 ? ADA : null) });
    expect(enrolmentOf(shown).frames).toBeGreaterThanOrEqual(20);
    expect(shown.at).toBeGreaterThan(30_000);
    expect(shown.hints).toContain('no-face');
  });

  it('lets single bad embeddings go', () => {
    const collector = new EnrolmentCollector({ backbone: 'faceres', known: null, wallClock: () => EPOCH });
    let status: EnrolmentStatus = collector.status;
    for (let i = 0, t = 0; status.kind === 'collecting' && t < 60_000; i++, t = i * 66) {
      const bad = Math.floor(t / 500) % 10 === 3;
      status = see(collector, candidate(ADA, t), seenFace(bad ? BOB : ADA, t));
    }
    const { embedding } = enrolmentOf({ status, at: 0, hints: new Set() });
    expect(cosine(embedding, faceOf(ADA))).toBeGreaterThan(0.99);
  });

  it('ignores embeddings that say nothing', () => {
    const nothing = [new Float32Array(64), new Float32Array(64).fill(NaN), new Float32Array(3).fill(1)];
    const collector = new EnrolmentCollector({ backbone: 'faceres', known: null, wallClock: () => EPOCH });
    let status: EnrolmentStatus = collector.status;
    for (let i = 0, t = 0; status.kind === 'collecting' && t < 60_000; i++, t = i * 66) {
      const embedding = t < 2_000 || i % 2 === 0 ? seenFace(ADA, t) : nothing[(i >> 1) % 3]!;
      status = see(collector, candidate(ADA, t), embedding);
    }
    const enrolment = enrolmentOf({ status, at: 0, hints: new Set() });
    expect(cosine(enrolment.embedding, faceOf(ADA))).toBeGreaterThan(0.99);
  });
});

describe('two people', () => {
  it('who take turns are not enrolled', () => {
    const { status } = play({ who: (t) => (t % 6_000 < 3_000 ? ADA : BOB) });
    expect(status).toEqual({ kind: 'failed', reason: 'enrolment-timeout', hint: 'one-person-only' });
  });

  it('of whom one is a portrait that never blinks: it is not enrolled, and says why', () => {
    const shown = play({ who: () => ADA, change: () => ({ alive: false }) });
    expect(shown.status).toEqual({ kind: 'failed', reason: 'enrolment-timeout', hint: 'blink-once' });
  });

  it('of whom one leaves before the end: the portrait that stays is not enrolled in their place', () => {
    const shown = play({
      who: (t) => (t < 6_000 ? ADA : BOB),
      change: (t) => ({ alive: t < 6_000 }),
    });
    expect(shown.status.kind).toBe('failed');
  });

  it('of whom one soon leaves: the one who stays is enrolled, by their own eyes only', () => {
    const wideEyed = { ...BOB, open: 0.45 };
    const shown = play({ who: (t) => (t < 7_000 ? wideEyed : ADA) });
    const { embedding, calibration } = enrolmentOf(shown);
    expect(cosine(embedding, faceOf(ADA))).toBeGreaterThan(0.99);
    const alone = enrolmentOf(play({ who: () => ADA })).calibration;
    expect(calibration.open.left).toBeCloseTo(alone.open.left, 2);
  });
});

describe('frames that are not good', () => {
  const pose = (change: Partial<{ pitch: number; yaw: number; roll: number }>) => ({
    signals: { ear: { left: 0.3, right: 0.3 }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0, ...change } },
  });
  const ear = (value: number) => ({
    signals: { ear: { left: value, right: value }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0 } },
  });
  const cases: readonly (readonly [string, string, (t: number) => Partial<EnrolmentCandidate>])[] = [
    ['too far away', 'come-closer', () => ({ interocularPx: 20 })],
    ['too dark', 'more-light', () => ({ exposure: { mean: 20, deviation: 15 } })],
    ['without detail', 'more-light', () => ({ exposure: { mean: 120, deviation: 3 } })],
    ['washed out', 'less-light', () => ({ exposure: { mean: 245, deviation: 12 } })],
    ['turned aside', 'face-the-camera', () => pose({ yaw: -40 })],
    ['bowed', 'face-the-camera', () => pose({ pitch: 45 })],
    ['tilted', 'face-the-camera', () => pose({ roll: 35 })],
    ['shaking', 'hold-still', (t) => pose({ yaw: Math.round(t / 66) % 2 === 0 ? 6 : 0 })],
    ['in sunglasses', 'show-your-eyes', () => ({ eyesHidden: true })],
    ['with closed eyes', 'open-your-eyes', () => ear(0.05)],
  ];

  it.each(cases)('a face %s is told: %s', (_, hint, change) => {
    expect(play({ who: () => ADA, change }).status).toEqual({
      kind: 'failed',
      reason: 'enrolment-timeout',
      hint,
    });
  });

  it('a light that was not measured does not hinder', () => {
    expect(play({ who: () => ADA, change: () => ({ exposure: null }) }).status.kind).toBe('done');
  });

  it('blinks give no hint', () => {
    expect(play({ who: () => ADA }).hints).not.toContain('open-your-eyes');
  });

  it('time runs out without any frame', () => {
    const collector = new EnrolmentCollector({ backbone: 'faceres', known: null, wallClock: () => EPOCH });
    expect(collector.tick(5_000).kind).toBe('collecting');
    expect(collector.tick(94_999).kind).toBe('collecting');
    expect(collector.tick(95_000)).toMatchObject({ kind: 'failed', reason: 'enrolment-timeout' });
  });

  it('a clock that is set back starts over', () => {
    const collector = new EnrolmentCollector({ backbone: 'faceres', known: null, wallClock: () => EPOCH });
    const feed = (from: number, to: number) => {
      for (let t = from; t < to; t += 66) {
        see(collector, candidate(ADA, t), seenFace(ADA, t));
      }
    };
    feed(500_000, 515_000);
    feed(0, 10_000);
    expect(collector.status.kind).toBe('collecting');
    feed(10_000, 25_000);
    expect(collector.status.kind).toBe('done');
  });
});

describe('measuring a known learner anew', () => {
  const known = enrolmentOf(play({ who: () => ({ ...ADA, open: 0.25 }) }));

  it('keeps the identity and takes the new eyes, sooner', () => {
    const shown = play({ who: () => ADA, known });
    const enrolment = enrolmentOf(shown);
    expect(enrolment.embedding).toEqual(known.embedding);
    expect(enrolment.frames).toBe(known.frames);
    expect(enrolment.calibration.open.left).toBeGreaterThan(0.29);
    expect(shown.at).toBeLessThan(16_000);
  });

  it('refuses somebody else at once', () => {
    const { status, at } = play({ who: () => BOB, known });
    expect(status).toMatchObject({ kind: 'failed', reason: 'other-person' });
    expect(at).toBeLessThan(8_000);
  });

  it('is only for the backbone of the enrolment', () => {
    const create = () => new EnrolmentCollector({ backbone: 'facenet', known, wallClock: () => EPOCH });
    expect(create).toThrow(RangeError);
  });
});

describe('whatever is seen', () => {
  it('the fraction lies in 0..1, and nobody is enrolled on fewer than twenty embeddings', () => {
    const frame = fc.record({
      dt: fc.integer({ min: -50, max: 400 }),
      seen: fc.boolean(),
      ear: fc.double({ min: 0, max: 0.5, noNaN: true }),
      person: fc.constantFrom(ADA, BOB),
      embedded: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 300 }), (frames) => {
        const collector = new EnrolmentCollector({
          backbone: 'facenet',
          known: null,
          wallClock: () => EPOCH,
        });
        let t = 0;
        let embeddings = 0;
        for (const { dt, seen, ear, person, embedded } of frames) {
          t += dt;
          embeddings += embedded ? 1 : 0;
          const pose = { pitch: 0, yaw: 0, roll: 0 };
          const frame = {
            ...candidate(person, Math.max(0, t)),
            t,
            signals: seen ? { ear: { left: ear, right: ear }, mar: 0, pose } : null,
          };
          const status = see(collector, frame, embedded ? seenFace(person, Math.max(0, t)) : null);
          if (status.kind === 'collecting') {
            expect(status.progress.fraction).toBeGreaterThanOrEqual(0);
            expect(status.progress.fraction).toBeLessThanOrEqual(1);
          } else if (status.kind === 'done') {
            expect(embeddings).toBeGreaterThanOrEqual(20);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('similarity thresholds', () => {
  it('are those measured for each backbone', () => {
    expect(similarityThreshold('faceres')).toBe(0.55);
    expect(similarityThreshold('facenet')).toBe(0.5);
    expect(() => similarityThreshold('other')).toThrow(expect.objectContaining({ code: 'backbone-unknown' }));
  });
});
