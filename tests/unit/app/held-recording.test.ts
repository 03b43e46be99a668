/** The film of what is held, and what becomes of it, without a page around them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createHeldRecording,
  labelsOfHolds,
  type Hold,
} from '../../../src/app/studio/footage/held-recording';
import { createFootageStore } from '../../../src/app/studio/footage/footage-store';
import {
  createTrainAtOnce,
  createTrainingStore,
  DEFAULT_TRAINING,
} from '../../../src/app/studio/train/training-store';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import { WakefulError } from '../../../src/common/errors';
import type { ExtractRequest } from '../../../src/engine/studio-api';
import { missingSeconds, planHoldOut, ENOUGH_SECONDS } from '../../../src/fine-tuning/hold-out';
import type { SecondLabels } from '../../../src/footage/recording';
import { FakeRecorder } from '../../support/fake-recorder';
import { MemoryFootage, recordingOf, ScriptedStudio } from '../../support/scripted-studio';

const A_MINUTE: readonly Hold[] = [
  { label: 'awake', from: 0, to: 20 },
  { label: 'drowsy', from: 20, to: 40 },
  { label: 'asleep', from: 40, to: 60 },
];

describe('the labels of what was held', () => {
  it('are those of whole seconds within a hold', () => {
    const labels = labelsOfHolds([
      { label: 'awake', from: 0, to: 3.5 },
      { label: 'drowsy', from: 3.5, to: 7 },
    ]);
    expect(labels).toEqual([null, 'awake', 'awake', null, null, 'drowsy', null]);
  });

  it('of a minute are enough to train on and to compare, whatever the seed', () => {
    const seconds = labelsOfHolds(A_MINUTE).flatMap((label, second) =>
      label ? [{ recording: 'r', person: 'p', second, label: WAKEFULNESS_CLASSES.indexOf(label) }] : [],
    );
    for (let seed = 1; seed <= 10; seed++) {
      const plan = planHoldOut(seconds, WAKEFULNESS_CLASSES.length, 'blocks', seed);
      expect(
        missingSeconds(seconds, plan, WAKEFULNESS_CLASSES.length, ENOUGH_SECONDS),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });
});

/** With a camera of its own and a clock that stands until it is moved. */
function stage() {
  const clock = { now: 5000 };
  const camera = { closed: 0, unplug: (): void => undefined };
  const openCamera = vi.fn((onEnded: () => void) => {
    camera.unplug = onEnded;
    return Promise.resolve({ stream: {} as MediaStream, close: () => (camera.closed += 1) });
  });
  const alerts = { unlock: vi.fn(), testSound: vi.fn(() => Promise.resolve(true)) };
  const filmed: { readonly file: File; readonly labels: SecondLabels }[] = [];
  const store = createHeldRecording({
    name: 'held',
    openCamera,
    alerts,
    now: () => clock.now,
    onFilm: (file, labels) => filmed.push({ file, labels }),
  });
  async function pass(seconds: number): Promise<void> {
    for (let tenth = 0; tenth < seconds * 10; tenth++) {
      clock.now += 100;
      await vi.advanceTimersByTimeAsync(100);
    }
  }
  return { state: () => store.getState(), camera, openCamera, alerts, filmed, pass };
}

async function ready() {
  const here = stage();
  here.state().open();
  await here.pass(0.1);
  return here;
}

describe('a held recording', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('MediaRecorder', FakeRecorder);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('films what is held and nothing between', async () => {
    const { state, pass, filmed } = await ready();
    const [pauses, resumes] = [
      vi.spyOn(FakeRecorder.prototype, 'pause'),
      vi.spyOn(FakeRecorder.prototype, 'resume'),
    ];
    state().press('awake');
    await pass(5);
    state().release();
    await pass(30);
    state().press('drowsy');
    await pass(5);
    state().release();
    expect(state().held).toMatchObject({ awake: 5, drowsy: 5, asleep: 0 });
    expect([pauses.mock.calls.length, resumes.mock.calls.length]).toEqual([2, 1]);
    state().finish();
    await pass(0.1);
    expect(filmed).toHaveLength(1);
    expect(filmed[0]!.file.name).toBe('held.webm');
    expect(filmed[0]!.labels).toHaveLength(10);
  });

  it('ends a state with a tone when it is enough, and all of it with the last one', async () => {
    const { state, pass, filmed, alerts, camera } = await ready();
    for (const label of WAKEFULNESS_CLASSES) {
      state().press(label);
      await pass(21);
      expect(state().holding).toBeNull();
    }
    expect(alerts.testSound).toHaveBeenCalledTimes(3);
    expect(filmed).toHaveLength(1);
    expect(camera.closed).toBe(1);
    expect(state()).toMatchObject({ phase: 'idle', stream: null });
    // What is full takes no more of it.
    state().press('awake');
    expect(state().holding).toBeNull();
  });

  it('goes from one state to another without a gap, and keeps what it has when the camera goes', async () => {
    const { state, pass, filmed, camera } = await ready();
    state().press('awake');
    await pass(4);
    state().press('asleep');
    await pass(4);
    camera.unplug();
    await pass(0.1);
    expect(filmed[0]!.labels).toEqual([null, 'awake', 'awake', null, null, 'asleep', 'asleep', null]);
    expect(camera.closed).toBe(1);
  });

  it('of which nothing was held is none, and thrown away it leaves nothing', async () => {
    const { state, pass, filmed, camera } = await ready();
    state().finish();
    await pass(0.1);
    expect(camera.closed).toBe(1);
    state().open();
    await pass(0.1);
    state().press('awake');
    await pass(3);
    state().discard();
    await pass(3);
    expect([filmed, camera.closed]).toEqual([[], 2]);
    expect(state()).toMatchObject({ phase: 'idle', held: { awake: 0 } });
  });

  it('without a camera says why', async () => {
    const { state, pass, openCamera } = stage();
    openCamera.mockRejectedValueOnce(new WakefulError('camera-missing', 'none', 'Connect one.'));
    state().open();
    await pass(0.1);
    expect(state()).toMatchObject({ phase: 'idle', problem: { code: 'camera-missing' } });
  });
});

describe('training at once', () => {
  const film: ExtractRequest = {
    personId: 'p1',
    session: 'held',
    kind: 'webcam',
    files: [],
    framesPerSecond: 10,
    cropsPerSecond: 2,
    labels: labelsOfHolds(A_MINUTE),
    resume: null,
  };

  async function ended(prepare: (studio: ScriptedStudio) => void): Promise<ScriptedStudio> {
    vi.stubGlobal('location', { hash: '#/history' });
    const library = new MemoryFootage();
    const studio = new ScriptedStudio(library);
    studio.onExtract = ({ personId, session, labels }) => {
      library.add(recordingOf({ id: 'r2', personId, session }), [], labels);
      return Promise.resolve('r2');
    };
    library.add(recordingOf({ id: 'r1', personId: 'p1' }), [], ['awake']);
    library.add(recordingOf({ id: 'r0', personId: 'p2' }), [], ['awake']);
    prepare(studio);
    const footage = createFootageStore(studio, library);
    const training = createTrainingStore(studio, () => Promise.resolve());
    await training.getState().refresh();
    await createTrainAtOnce(studio, footage, training)(film, 'Mine');
    expect(location.hash, 'who is elsewhere stays there').toBe('#/history');
    vi.unstubAllGlobals();
    return studio;
  }

  it('learns from all footage of that person', async () => {
    const { trainings } = await ended(() => undefined);
    expect(trainings).toMatchObject([{ request: { recordingIds: ['r1', 'r2'], name: 'Mine' } }]);
  });

  it('does not begin where something is missing, the film failed, or a training is unfinished', async () => {
    const missing = [{ code: 'class-missing', label: 'asleep', have: 0, need: 2 }] as const;
    const nothing = [
      await ended((studio) => (studio.planned = { ...studio.planned, missing })),
      await ended((studio) => {
        studio.onExtract = () => Promise.reject(new WakefulError('footage-no-face', 'none', 'Again.'));
      }),
      await ended((studio) => {
        const request = { ...DEFAULT_TRAINING, recordingIds: ['r1'] };
        studio.kept = { request, step: 1, steps: 2, savedAt: 0 };
      }),
    ];
    expect(nothing.flatMap(({ trainings }) => trainings)).toEqual([]);
  });
});
