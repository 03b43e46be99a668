import { describe, expect, test } from 'vitest';
import { Cadence, LANDMARK_CADENCE, PREDICTION_CADENCE } from '../../../src/engine/monitor-worker/cadence';
import type { FaceView, SeenFace } from '../../../src/engine/monitor-worker/face-viewer';
import { MonitorSession, type SessionNetwork } from '../../../src/engine/monitor-worker/session';
import type { NetworkPrediction } from '../../../src/engine/network-worker/protocol';
import type { EngineEvent, Enrolment } from '../../../src/engine/protocol';
import type { FaceCrop } from '../../../src/vision/types';
import type { StateEvent } from '../../../src/wakefulness/state-event';

/** ms between frames. */
const FRAME = 66;
/** A well-lit checkerboard. */
const CROP: FaceCrop = {
  size: 2,
  rgba: Uint8ClampedArray.from([90, 90, 90, 255, 160, 160, 160, 255, 160, 160, 160, 255, 90, 90, 90, 255]),
};
const ME = Float32Array.from({ length: 1024 }, (_, i) => Math.sin(i));
const STRANGER = ME.map((value, i) => (i % 2 === 0 ? value : -value));

const LEARNER: Enrolment = {
  backbone: 'faceres',
  embedding: ME,
  frames: 20,
  calibration: {
    open: { left: 0.3, right: 0.3 },
    closed: { left: 0.09, right: 0.09 },
    pose: { pitch: 0, yaw: 0, roll: 0 },
    mar: 0.02,
    calibratedAt: 0,
  },
};

function face(openness: number, track = 1, change: Partial<SeenFace> = {}): SeenFace {
  const ear = 0.09 + 0.21 * openness;
  return {
    track,
    box: { x: 100, y: 100, width: 200, height: 200 },
    interocularPx: 80,
    eyesHidden: false,
    signals: { ear: { left: ear, right: ear }, mar: 0.02, pose: { pitch: 0, yaw: 0, roll: 0 } },
    crop: () => CROP,
    ...change,
  };
}

const withEars = (left: number, right: number): SeenFace =>
  face(1, 1, { signals: { ear: { left, right }, mar: 0.02, pose: { pitch: 0, yaw: 0, roll: 0 } } });

/** A session on a simulated clock; the network answers at once. */
class Bench {
  now = 1_000;
  similarity = 0.8;
  embedding = ME;
  posterior: NetworkPrediction['posterior'] = null;
  identity: Float32Array | null = null;
  failing: Error | null = null;
  /** null: the network still loads. */
  inputSize: number | null = 160;
  /** Looks at fewer frames while nothing happens, as the worker does. */
  cadence: Cadence | null = null;
  trial: FaceView['trial'] = 'over';
  frames = 0;
  predictions = 0;
  /** ms of the clock at the last prediction. */
  askedAt = 0;
  owner: ReturnType<MonitorSession['see']> = 'pending';
  readonly events: EngineEvent[] = [];
  readonly session: MonitorSession;

  constructor(learner: Enrolment | null, recalibrate = false, isLoaded = true) {
    if (!isLoaded) this.inputSize = null;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- for the getter below
    const bench = this;
    const network: SessionNetwork = {
      backbone: 'faceres',
      get inputSize() {
        return bench.inputSize;
      },
      embed: () => this.#answer(this.embedding),
      predict: () => {
        this.predictions += 1;
        this.askedAt = this.now;
        const { similarity, posterior } = this;
        return this.#answer<NetworkPrediction>({ similarity, posterior, tensors: 7, ms: 1 });
      },
      setIdentity: (embedding) => {
        this.identity = embedding;
        return Promise.resolve();
      },
    };
    this.session = new MonitorSession(
      {
        network,
        now: () => this.now,
        wallClock: () => 1_700_000_000_000 + this.now,
        emit: (event) => this.events.push(event),
      },
      { learner, recalibrate },
    );
  }

  #answer<T>(value: T): Promise<T> {
    return this.failing ? Promise.reject(this.failing) : Promise.resolve(value);
  }

  /** Shows `view` for `ms`, ticking each second. */
  async show(
    ms: number,
    view: (t: number) => SeenFace | null,
    missing: FaceView['missing'] = 'no-face',
    faces = 1,
  ) {
    const until = this.now + ms;
    let nextTick = this.now;
    while (this.now < until) {
      this.now += FRAME;
      if (this.cadence?.due(this.now, this.session.pace) ?? true) {
        const seen = view(this.now);
        this.frames += 1;
        this.owner = this.session.see({
          t: this.now,
          width: 640,
          height: 480,
          faces: seen ? faces : 0,
          face: seen,
          missing: seen ? null : missing,
          trial: this.trial,
        });
      }
      if (this.now >= nextTick) {
        this.session.tick(this.now);
        nextTick += 1_000;
      }
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  }

  get states() {
    return this.events.flatMap((event) => (event.type === 'state' ? [event.event] : []));
  }

  get last() {
    return this.states.at(-1);
  }

  /** ms of the clock at the first state that is told. */
  get firstVerdict() {
    const known = this.states.find(({ state }) => state !== 'unknown');
    return known && known.t - 1_700_000_000_000;
  }

  get troubles() {
    return this.events.flatMap((event) => (event.type === 'trouble' ? [event.trouble] : []));
  }
}

/** Open eyes of somebody who sways a little. */
const moving = (t: number): SeenFace => {
  const open = awake(t);
  const pose = { pitch: 0, yaw: 3 * Math.sin(t / 700), roll: 0 };
  return { ...open, signals: { ...open.signals, pose } };
};

/** Open eyes that blink every four seconds. */
const awake = (t: number): SeenFace => face(t % 4_000 < 150 ? 0 : 1);

describe('a known learner', () => {
  test('is judged awake with open eyes, asleep within half a second after one second of closure', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(10_000, awake);
    expect(bench.last?.state).toBe('awake');
    const closed = bench.now;
    await bench.show(1_600, () => face(0));
    const asleep = bench.states.find((event) => event.state === 'asleep');
    const delay = asleep!.t - 1_700_000_000_000 - closed;
    expect(delay).toBeGreaterThanOrEqual(1_000);
    expect(delay).toBeLessThanOrEqual(1_500 + FRAME);
  });

  test('is looked at less often with the eyes wide open, and asleep no later for it', async () => {
    const bench = new Bench(LEARNER);
    bench.cadence = new Cadence(LANDMARK_CADENCE);
    await bench.show(10_000, awake);
    const { frames, predictions } = bench;
    await bench.show(60_000, awake);
    expect(bench.states.slice(-50).every(({ state }) => state === 'awake')).toBe(true);
    // 15 a second, and ten predictions, without the calm.
    expect((bench.frames - frames) / 60).toBeLessThan(8);
    expect((bench.predictions - predictions) / 60).toBeLessThan(4);

    const closed = bench.now;
    await bench.show(1_800, () => face(0));
    const asleep = bench.states.find((event) => event.state === 'asleep');
    expect(asleep!.t - 1_700_000_000_000 - closed).toBeLessThanOrEqual(1_700 + FRAME);
  });

  test('is shown to the network on the first frame of closing lids', async () => {
    for (let phase = 0; phase < 30; phase++) {
      const bench = new Bench(LEARNER);
      bench.cadence = new Cadence(LANDMARK_CADENCE);
      await bench.show(6_000, awake);
      await bench.show(1_200 + phase * FRAME, () => face(1));
      expect(bench.session.pace).toBe('calm');
      const { frames, predictions } = bench;
      while (bench.frames === frames) await bench.show(FRAME, () => face(0));
      const asked = bench.predictions - predictions;
      // Unless it was asked on the frame before.
      if (asked === 0)
        expect(bench.now - bench.askedAt).toBeLessThanOrEqual(PREDICTION_CADENCE.shortest.close);
      else expect(bench.askedAt).toBe(bench.now);
    }
  });

  test.each([
    ['lids that sink', (bench: Bench) => bench.show(200, () => face(0.6))],
    ['one closed eye', (bench: Bench) => bench.show(200, () => withEars(0.3, 0.1))],
    [
      'a network that doubts',
      async (bench: Bench) => {
        bench.posterior = { asleep: 0.1, drowsy: 0.4, awake: 0.5 };
        await bench.show(2_200, () => face(1));
      },
    ],
    [
      'a face that no longer looks like theirs',
      async (bench: Bench) => {
        bench.similarity = 0.1;
        await bench.show(2_200, () => face(1));
      },
    ],
  ])('is looked at often again at once: %s', async (_what, happens) => {
    const bench = new Bench(LEARNER);
    await bench.show(6_000, awake);
    await bench.show(1_000, () => face(1));
    expect(bench.session.pace).toBe('calm');
    bench.cadence = new Cadence(LANDMARK_CADENCE);
    await happens(bench);
    expect(bench.session.pace).not.toBe('calm');
  });

  test('who is away is looked for less often', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(5_000, awake);
    await bench.show(2_900, () => null);
    expect(bench.session.pace).not.toBe('calm');
    await bench.show(300, () => null);
    expect(bench.session.pace).toBe('calm');
    await bench.show(FRAME, () => face(1));
    expect(bench.session.pace).not.toBe('calm');
  });

  test('gets no verdict before the face was recognised', async () => {
    const bench = new Bench(LEARNER);
    bench.similarity = 0.3;
    await bench.show(1_500, awake);
    expect(bench.states.every((event) => event.state === 'unknown')).toBe(true);
  });

  test('is waited for by the network that still loads: no verdict, and then soon one', async () => {
    const bench = new Bench(LEARNER, false, false);
    await bench.show(5_000, awake);
    expect(bench.states.every((event) => event.state === 'unknown')).toBe(true);
    expect(bench).toMatchObject({ predictions: 0, identity: null });
    bench.inputSize = 160;
    bench.session.introduceLearner();
    expect(bench.identity).toBe(ME);
    await bench.show(2_000, awake);
    expect(bench.last?.state).toBe('awake');
    expect(bench.troubles).toEqual([]);
  });

  test('is not confused with another person, who gets no verdict whatever the eyes do', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(5_000, awake);
    bench.similarity = 0.1;
    await bench.show(6_000, () => face(0, 2));
    expect(bench.last).toMatchObject({ state: 'unknown', reason: 'other-person' });
    expect(bench.states.some((event) => event.state === 'asleep')).toBe(false);
  });

  test('hands the identity to the network', () => {
    expect(new Bench(LEARNER).identity).toBe(ME);
  });

  test('who pauses is unknown at once, and judged again after resuming', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(5_000, awake);
    bench.now += 5;
    bench.session.pause();
    expect(bench.last).toMatchObject({ state: 'unknown', reason: 'paused' });
    await bench.show(3_000, awake);
    expect(bench.last).toMatchObject({ state: 'unknown', reason: 'paused' });
    bench.session.resume();
    await bench.show(5_000, awake);
    expect(bench.last?.state).toBe('awake');
  });

  test('behind a muted camera is unknown: camera-off', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(5_000, awake);
    bench.now += 5;
    bench.session.cameraMuted(true);
    expect(bench.last).toMatchObject({ state: 'unknown', reason: 'camera-off' });
  });

  test('is judged by the eyes when the network fails, once recognised', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(5_000, awake);
    bench.failing = new Error('the device was lost');
    await bench.show(5_000, awake);
    expect(bench.last?.state).toBe('awake');
    expect(bench.troubles[0]).toMatchObject({ code: 'internal', fatal: false });
  });
});

describe('a new learner', () => {
  test('is enrolled within half a minute and then judged', async () => {
    const bench = new Bench(null);
    await bench.show(30_000, awake);
    const enrolled = bench.events.find((event) => event.type === 'enrolled');
    expect(enrolled?.enrolment.frames).toBeGreaterThanOrEqual(20);
    expect(bench.identity).toBe(enrolled?.enrolment.embedding);
    expect(bench.last?.state).toBe('awake');
    expect(bench.last?.provisional).toBeUndefined();
    const before = bench.events.slice(0, bench.events.indexOf(enrolled!));
    const isCalm = ({ state, provisional }: StateEvent): boolean =>
      state === 'unknown' || provisional === true;
    expect(before.every((event) => event.type !== 'state' || isCalm(event.event))).toBe(true);
  });

  test('is classified by general thresholds after two or three seconds, marked as provisional', async () => {
    const bench = new Bench(null);
    await bench.show(3_000, (t) => moving(t));
    expect(bench.last).toMatchObject({ state: 'awake', provisional: true });
    await bench.show(8_000, () => face(0));
    expect(bench.last).toMatchObject({ state: 'asleep', provisional: true });
    // General thresholds may be wrong about this learner.
    expect(bench.events.some(({ type }) => type === 'alert')).toBe(false);
  });

  test('is classified within two seconds of the face coming into view, where it moves', async () => {
    const bench = new Bench(null);
    const from = bench.now + FRAME;
    await bench.show(3_000, (t) => moving(t));
    expect(bench.firstVerdict! - from).toBeGreaterThanOrEqual(1_000);
    expect(bench.firstVerdict! - from).toBeLessThanOrEqual(1_700);
  });

  test('who sits quite still is classified at the first blink, and not a second after it', async () => {
    const bench = new Bench(null);
    await bench.show(2_000, () => face(1));
    const blinks = bench.now;
    expect(bench.firstVerdict).toBeUndefined();
    await bench.show(150, () => face(0));
    await bench.show(1_000, () => face(1));
    expect(bench.firstVerdict! - blinks).toBeLessThanOrEqual(150 + 4 * FRAME);
  });

  /** Trial frames: every second one looks aside. */
  async function tryTurns(bench: Bench, ms: number, view: (t: number) => SeenFace | null) {
    for (const until = bench.now + ms; bench.now < until;) {
      bench.trial = bench.trial === 'on' ? 'aside' : 'on';
      await bench.show(FRAME, bench.trial === 'on' ? view : () => null, 'starting');
    }
    bench.trial = 'over';
  }

  test('is measured while it is tried how the camera is mounted, and told of right after it', async () => {
    const bench = new Bench(null);
    await tryTurns(bench, 2_000, (t) => moving(t));
    expect(bench.states.every(({ reason }) => reason === 'starting')).toBe(true);
    const settled = bench.now;
    await bench.show(500, (t) => moving(t));
    expect(bench.firstVerdict! - settled).toBeLessThanOrEqual(2 * FRAME);
  });

  test('is told nothing of what was measured in a turn that was wrong', async () => {
    const bench = new Bench(null);
    // Closed for seconds, as on a made-up mesh.
    await tryTurns(bench, 3_000, (t) => ({ ...moving(t), signals: face(0).signals }));
    const settled = bench.now;
    await bench.show(3_000, (t) => ({ ...moving(t), track: 2 }));
    expect(bench.firstVerdict! - settled).toBeGreaterThanOrEqual(1_000);
    expect(bench.states.filter(({ state }) => !['awake', 'unknown'].includes(state))).toEqual([]);
    expect(bench.last).toMatchObject({ state: 'awake', closureMs: 0 });
    expect(bench.last!.perclos ?? 0).toBe(0);
  });

  test('is not enrolled by what a trial of the camera shows', async () => {
    const bench = new Bench(null);
    await tryTurns(bench, 40_000, awake);
    expect(bench.events.some(({ type }) => type === 'enrolled')).toBe(false);
  });

  test('does not cease to be awake when its own eyes are known', async () => {
    const bench = new Bench(null);
    await bench.show(30_000, awake);
    expect(bench.events.some(({ type }) => type === 'enrolled')).toBe(true);
    const known = bench.states.slice(bench.states.findIndex(({ state }) => state === 'awake'));
    expect(known.filter(({ state }) => state !== 'awake')).toEqual([]);
    expect(known.at(-1)!.provisional).toBeUndefined();
  });

  test('is classified while the network still loads, and enrolled afterwards', async () => {
    const bench = new Bench(null, false, false);
    await bench.show(3_000, (t) => moving(t));
    expect(bench.last).toMatchObject({ state: 'awake', provisional: true });
    await bench.show(30_000, awake);
    expect(bench.events.some(({ type }) => type === 'enrolled')).toBe(false);
    bench.inputSize = 160;
    await bench.show(30_000, awake);
    expect(bench.events.some(({ type }) => type === 'enrolled')).toBe(true);
  });

  test.each([
    ['eyes that are hidden', (t: number) => ({ ...moving(t), eyesHidden: true }), 'eyes-hidden'],
    ['a face far away', (t: number) => ({ ...moving(t), interocularPx: 20 }), 'face-too-small'],
    ['nobody', () => null, 'no-face'],
    ['a picture', () => face(1), 'calibrating'],
  ] as const)('%s is never provisionally awake', async (_, view, reason) => {
    const bench = new Bench(null);
    await bench.show(60_000, view);
    expect(bench.states.every(({ state }) => state === 'unknown')).toBe(true);
    expect(bench.states.find(({ t }) => t > 1_700_000_005_000)).toMatchObject({ reason });
  });

  test('who never sits down ends in a trouble that says so', async () => {
    const bench = new Bench(null);
    await bench.show(100_000, () => null);
    expect(bench.troubles).toMatchObject([{ code: 'enrolment-timeout', fatal: true }]);
    expect(bench.states.every((event) => event.state === 'unknown')).toBe(true);
  });
});

describe('recalibration', () => {
  test('gives no verdict while it lasts, and a new calibration of the same identity', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(5_000, awake);
    bench.session.recalibrate();
    await bench.show(2_000, awake);
    expect(bench.last).toMatchObject({ state: 'unknown', reason: 'calibrating' });
    await bench.show(25_000, awake);
    const enrolled = bench.events.find((event) => event.type === 'enrolled');
    expect(enrolled?.enrolment.embedding).toBe(ME);
    expect(bench.last?.state).toBe('awake');
  });

  test('is refused to another person, and the learner keeps the earlier calibration', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(5_000, awake);
    bench.session.recalibrate();
    bench.embedding = STRANGER;
    await bench.show(15_000, awake);
    expect(bench.troubles).toMatchObject([{ code: 'enrolment-other-person', fatal: false }]);
    await bench.show(3_000, awake);
    expect(bench.last?.state).toBe('awake');
  });
});

describe('a face that is none', () => {
  test('with something before its eyes is unknown, and judged again when it is gone', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(6_000, awake);
    await bench.show(2_000, (t) => ({ ...awake(t), eyesHidden: true }));
    expect(bench.last).toMatchObject({ state: 'unknown', reason: 'eyes-hidden' });
    await bench.show(3_000, awake);
    expect(bench.last?.state).toBe('awake');
  });

  test('of a picture of the learner is never awake', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(60_000, () => face(1));
    expect(bench.states.every(({ state }) => state === 'unknown')).toBe(true);
  });

  test('that stops moving is no longer awake, until it blinks', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(10_000, awake);
    await bench.show(24_000, () => face(1));
    expect(bench.last).toMatchObject({ state: 'unknown', reason: 'no-sign-of-life' });
    await bench.show(6_000, awake);
    expect(bench.last?.state).toBe('awake');
  });

  test('but of somebody who sleeps without a movement stays asleep', async () => {
    const bench = new Bench(LEARNER);
    await bench.show(10_000, awake);
    await bench.show(40_000, () => face(0));
    expect(bench.last?.state).toBe('asleep');
  });

  test('is not enrolled beside the learner: the other face is looked at, and enrolled', async () => {
    const bench = new Bench(null);
    await bench.show(9_500, () => face(1, 5), 'no-face', 2);
    expect(bench.owner).toBe('other-person');
    await bench.show(30_000, awake, 'no-face', 2);
    expect(bench.events.some(({ type }) => type === 'enrolled')).toBe(true);
  });

  test('is not enrolled when the learner has left it behind', async () => {
    const bench = new Bench(null);
    await bench.show(5_000, awake, 'no-face', 2);
    bench.embedding = STRANGER;
    await bench.show(120_000, () => face(1, 5));
    expect(bench.events.every(({ type }) => type !== 'enrolled')).toBe(true);
    expect(bench.troubles).toMatchObject([{ code: 'enrolment-timeout', fatal: true }]);
  });
});
