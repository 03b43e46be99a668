import { describe, expect, it, vi } from 'vitest';
import type { ClassProbabilities } from '../../../src/common/classes';
import type { FaceView } from '../../../src/engine/monitor-worker/face-viewer';
import type { NetworkPrediction } from '../../../src/engine/network-worker/protocol';
import type { TrialEvent } from '../../../src/engine/trial-worker/protocol';
import { TrialFaces } from '../../../src/engine/trial-worker/trial-faces';
import type { FaceCrop } from '../../../src/vision/types';

const AWAKE = { asleep: 0, drowsy: 0, awake: 1 };
const DROWSY = { asleep: 0, drowsy: 1, awake: 0 };

/** Two networks that say what the test says, and cuts that know their size. */
function stage() {
  const events: TrialEvent[] = [];
  const says = { before: AWAKE as ClassProbabilities | null, after: DROWSY as ClassProbabilities | null };
  const asked: [string, number][] = [];
  const answers = (which: 'before' | 'after', tensors: number) =>
    vi.fn((crop: FaceCrop): Promise<NetworkPrediction> => {
      asked.push([which, crop.size]);
      return Promise.resolve({ similarity: null, posterior: says[which], tensors, ms: 1 });
    });
  const before = { inputSize: 160, predict: answers('before', 11) };
  const after = { inputSize: 224, predict: answers('after', 12) };
  const onFailure = vi.fn();
  const faces = new TrialFaces({
    before,
    after,
    now: () => 0,
    emit: (event) => events.push(event),
    onFailure,
  });
  const cut = (size = 1): FaceCrop => ({ size, rgba: new Uint8ClampedArray(4) });
  async function see(t: number, changed: Partial<FaceView> & { hidden?: boolean } = {}): Promise<void> {
    const face = {
      track: 1,
      box: { x: 0, y: 0, width: 1, height: 1 },
      interocularPx: 60,
      signals: { ear: { left: 0.3, right: 0.3 }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0 } },
      eyesHidden: changed.hidden ?? false,
      crop: cut,
    };
    faces.see({ t, width: 640, height: 480, faces: 1, face, missing: null, trial: 'over', ...changed });
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { events, says, asked, before, after, onFailure, see };
}

describe('two networks tried at once', () => {
  it('are asked about the same face, each in the size it takes', async () => {
    const { events, asked, see } = stage();
    await see(0);
    expect(asked).toEqual([['before', 160], ['after', 224]]); // prettier-ignore
    expect(events).toEqual([{ type: 'predicted', before: AWAKE, after: DROWSY, tensors: [11, 12] }]);
  });

  it('are not asked while it is tried how the camera is mounted', async () => {
    const { events, asked, see } = stage();
    await see(0, { trial: 'on' });
    await see(100, { trial: 'aside' });
    expect(asked).toEqual([]);
    expect(events).toEqual([{ type: 'missing', reason: 'starting' }]);
  });

  it('say the mean of the last second, and nothing of what was before somebody left', async () => {
    const { events, says, see } = stage();
    await see(0);
    says.after = AWAKE;
    await see(500);
    expect(events.at(-1)).toMatchObject({ after: { drowsy: 0.5, awake: 0.5 } });
    await see(1200);
    expect(events.at(-1)).toMatchObject({ after: { drowsy: 0, awake: 1 } });
    await see(1300, { face: null, missing: 'no-face' });
    expect(events.at(-1)).toEqual({ type: 'missing', reason: 'no-face' });
    says.after = DROWSY;
    await see(1500);
    expect(events.at(-1)).toMatchObject({ after: DROWSY });
  });

  it('say nothing of hidden eyes, and nothing where one of them is not trained', async () => {
    const { events, says, asked, see } = stage();
    await see(0, { hidden: true });
    expect(events).toEqual([{ type: 'missing', reason: 'eyes-hidden' }]);
    expect(asked).toEqual([]);
    says.before = null;
    await see(500);
    expect(events.at(-1)).toMatchObject({ before: null, after: DROWSY });
  });

  it('are asked one face at a time, and a failure is told', async () => {
    const { before, after, see, onFailure } = stage();
    let answer: (prediction: NetworkPrediction) => void = () => undefined;
    before.predict.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    await see(0);
    await see(500);
    expect(after.predict).toHaveBeenCalledOnce();
    answer({ similarity: null, posterior: AWAKE, tensors: 1, ms: 1 });
    await new Promise((resolve) => setTimeout(resolve));
    after.predict.mockRejectedValueOnce(new Error('gone'));
    await see(1000);
    expect(onFailure).toHaveBeenCalledOnce();
    await see(1500);
    expect(after.predict).toHaveBeenCalledTimes(3);
  });
});
