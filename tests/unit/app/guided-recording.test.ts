/** Camera, film and guide, without a page around them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createGuidedRecording,
  guideOf,
  guideSeconds,
  type GuideStep,
} from '../../../src/app/studio/footage/guided-recording';
import type { StudioCamera } from '../../../src/app/studio/context';
import { WakefulError } from '../../../src/common/errors';
import { FakeRecorder } from '../../support/fake-recorder';

interface Filmed {
  readonly file: File;
  readonly steps: readonly GuideStep[];
  readonly seconds: number;
}

/** A recording with a camera of its own and a clock that stands until it is moved. */
function stage() {
  const clock = { now: 5000 };
  const camera = { opened: 0, closed: 0, unplug: (): void => undefined };
  const open = (onEnded: () => void): Promise<StudioCamera> => {
    camera.opened += 1;
    camera.unplug = onEnded;
    return Promise.resolve({ stream: {} as MediaStream, close: () => (camera.closed += 1) });
  };
  const openCamera = vi.fn(open);
  const alerts = { unlock: vi.fn(), testSound: vi.fn(() => Promise.resolve(true)) };
  const filmed: Filmed[] = [];
  const store = createGuidedRecording({
    name: 'evening',
    openCamera,
    alerts,
    now: () => clock.now,
    onFilm: (file, steps, seconds) => filmed.push({ file, steps, seconds }),
  });
  /** Lets time pass in steps of a second, and whatever waits for a promise happen. */
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      clock.now += 1000;
      await vi.advanceTimersByTimeAsync(1000);
    }
  }
  return { store, state: () => store.getState(), camera, openCamera, alerts, filmed, pass };
}

async function recording() {
  const here = stage();
  here.state().begin('short');
  await here.pass(0);
  await vi.waitFor(() => expect(here.state().phase).toBe('recording'));
  return here;
}

describe('a guided recording', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('MediaRecorder', FakeRecorder);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('opens the camera in the click, says what comes, and what is to be shown', async () => {
    const { state, alerts, pass } = await recording();
    expect(alerts.unlock).toHaveBeenCalledOnce();
    expect(state().stream).not.toBeNull();
    expect(state().moment).toMatchObject({ index: 0, isReady: false, step: { label: 'awake' } });
    await pass(5);
    expect(state().moment).toMatchObject({ index: 0, isReady: true });
  });

  it('tells whoever has closed their eyes when they may open them, and nobody else', async () => {
    const { state, alerts, pass } = await recording();
    while (state().moment?.step.label !== 'asleep') await pass(1);
    expect(alerts.testSound).not.toHaveBeenCalled();
    while (state().moment?.step.label === 'asleep') await pass(1);
    expect(alerts.testSound).toHaveBeenCalledOnce();
  });

  it('ends by itself with the guide, and hands over the film with it', async () => {
    const { state, camera, filmed, pass } = await recording();
    const steps = guideOf('short');
    await pass(guideSeconds(steps));
    expect(filmed).toMatchObject([{ steps, seconds: guideSeconds(steps) }]);
    expect(filmed[0]!.file).toMatchObject({ name: 'evening.webm', type: 'video/webm', size: 4 });
    expect(camera.closed).toBe(1);
    expect(state()).toMatchObject({ phase: 'saving', moment: null });
    // Whatever comes afterwards hands it over no second time.
    camera.unplug();
    state().finish();
    await pass(2);
    expect(filmed).toHaveLength(1);
  });

  it('that is ended, or whose camera goes away, is used as far as it went', async () => {
    for (const end of ['finish', 'unplug'] as const) {
      const { state, camera, filmed, pass } = await recording();
      await pass(30);
      if (end === 'finish') state().finish();
      else camera.unplug();
      await pass(0);
      await vi.waitFor(() => expect(filmed).toMatchObject([{ seconds: 30 }]));
      expect(camera.closed).toBe(1);
    }
  });

  it('that is thrown away leaves nothing, and can begin anew', async () => {
    const { state, camera, filmed, pass } = await recording();
    await pass(3);
    state().discard();
    await pass(3);
    expect(state()).toMatchObject({ phase: 'idle', stream: null, moment: null, problem: null });
    expect(filmed).toEqual([]);
    expect(camera).toMatchObject({ opened: 1, closed: 1 });
    state().begin('short');
    await vi.waitFor(() => expect(state().phase).toBe('recording'));
  });

  it('that is thrown away while the camera opens turns it off as soon as it is open', async () => {
    const { state, camera, pass } = stage();
    state().begin('usual');
    expect(state().phase).toBe('opening');
    state().discard();
    await pass(1);
    expect(state().phase).toBe('idle');
    expect(camera).toMatchObject({ opened: 1, closed: 1 });
  });

  it('without a camera says why', async () => {
    const { state, openCamera, filmed } = stage();
    openCamera.mockRejectedValueOnce(new WakefulError('camera-missing', 'none', 'Connect one.'));
    state().begin('usual');
    await vi.waitFor(() => expect(state().problem?.code).toBe('camera-missing'));
    expect(state().phase).toBe('idle');
    expect(filmed).toEqual([]);
  });

  it('of which the browser gives no picture says so, and turns the camera off', async () => {
    class BlindRecorder extends FakeRecorder {
      override stop(): void {
        this.state = 'inactive';
        this.dispatchEvent(new Event('stop'));
      }
    }
    vi.stubGlobal('MediaRecorder', BlindRecorder);
    const { state, camera, filmed } = await recording();
    state().finish();
    await vi.waitFor(() => expect(state().problem?.code).toBe('footage-empty'));
    expect(state().phase).toBe('idle');
    expect(camera.closed).toBe(1);
    expect(filmed).toEqual([]);
  });

  it('does not begin in a browser that cannot record', () => {
    vi.stubGlobal('MediaRecorder', undefined);
    const { state, openCamera } = stage();
    state().begin('short');
    expect(state().phase).toBe('idle');
    expect(openCamera).not.toHaveBeenCalled();
  });
});
