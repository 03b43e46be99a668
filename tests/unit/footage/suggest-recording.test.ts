import { describe, expect, it } from 'vitest';
import { suggestLabels } from '../../../src/footage/labels/suggest';
import { suggestRecording } from '../../../src/footage/labels/suggest-recording';
import type { FrameSignals } from '../../../src/footage/recording';
import { MemoryFootage, recordingOf } from '../../support/scripted-studio';
import { STORY_LABELS, storyFrames } from '../../support/studio-footage';

const FPS = 10;

/** Frames of a story, from one of its seconds up to another, as a recording of their own. */
const part = (from: number, to: number): FrameSignals[] =>
  storyFrames()
    .slice(from * FPS, to * FPS)
    .map((frame) => ({ ...frame, time: frame.time - from }));

const DROWSY = { from: STORY_LABELS.indexOf('drowsy'), seconds: 16 };

/** A recording of somebody who is drowsy from its first second on. */
function drowsyOnly(): MemoryFootage {
  const footage = new MemoryFootage();
  const { from, seconds } = DROWSY;
  footage.add(recordingOf({ id: 'heavy', personId: 'p1', duration: seconds }), part(from, from + seconds));
  return footage;
}

describe('the suggestions of a recording', () => {
  it('are those of Table 1, with the open eyes of the person’s other recordings to compare', async () => {
    const footage = drowsyOnly();
    footage.add(recordingOf({ id: 'open', personId: 'p1', duration: 20 }), part(0, 20));
    footage.add(recordingOf({ id: 'other', personId: 'p2', duration: 20 }), []);
    const shares: number[] = [];
    const all = await suggestRecording(footage, 'heavy', (share) => shares.push(share));
    const [own, open] = [footage.frames.get('heavy')!, footage.frames.get('open')!];
    expect(all).toEqual(suggestLabels(own, DROWSY.seconds, [...own, ...open]));
    expect(all.slice(3, 12).every((one) => one?.label === 'drowsy')).toBe(true);
  });

  it('say how far they are on the way', async () => {
    const footage = new MemoryFootage();
    const hour = Array.from({ length: 12 }, (_, i) =>
      storyFrames().map((frame) => ({ ...frame, time: frame.time + i * STORY_LABELS.length })),
    ).flat();
    footage.add(recordingOf({ id: 'r1', personId: 'p1', duration: 12 * STORY_LABELS.length }), hour);
    const shares: number[] = [];
    await suggestRecording(footage, 'r1', (share) => shares.push(share));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
  });

  it('follow a guide, less surely where the eyes speak against it, and where no eyes are known', async () => {
    const footage = new MemoryFootage();
    footage.add(recordingOf({ id: 'r1', personId: 'p1', duration: 26 }), part(0, 26));
    const asked = [{ label: 'awake', confidence: 0.8 }, { label: 'asleep', confidence: 0.8 }, null] as const;
    footage.guides.set('r1', asked);
    const all = await suggestRecording(footage, 'r1');
    expect(all[0]).toMatchObject({ label: 'awake' });
    expect(all[0]!.confidence).toBeGreaterThanOrEqual(0.8);
    expect(all[1]).toEqual({ label: 'asleep', confidence: 0.5 });
    expect(all[2]).toMatchObject({ label: 'awake' });
    footage.frames.set('r1', []);
    expect(await suggestRecording(footage, 'r1')).toEqual([
      asked[0],
      asked[1],
      ...new Array<null>(24).fill(null),
    ]);
  });

  it('are refused where nothing can be known', async () => {
    const footage = new MemoryFootage();
    footage.add(recordingOf({ id: 'r1', personId: 'p1', duration: 3 }), []);
    await expect(suggestRecording(footage, 'r1')).rejects.toMatchObject({
      code: 'calibration-too-few-frames',
    });
    await expect(suggestRecording(footage, 'gone')).rejects.toMatchObject({ code: 'footage-missing' });
  });
});
