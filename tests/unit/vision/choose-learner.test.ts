import { describe, expect, it } from 'vitest';
import { HOLD_LEARNER, LearnerChooser, MIN_INTEROCULAR_PX } from '../../../src/vision/choose-learner';
import { TRACK_MEMORY } from '../../../src/vision/face-tracks';
import type { DetectedFace } from '../../../src/vision/types';
import { canonicalFace } from './canonical-landmarks';

/** A face in the middle at `x` with this many pixels between the eyes. */
const face = (x: number, interocular: number): DetectedFace =>
  canonicalFace({}, { x, y: 240, pixelsPerCm: interocular / 6.302 });

/** Ten frames a second; each call is one frame. */
function scene() {
  const chooser = new LearnerChooser();
  let t = 0;
  return {
    chooser,
    frame: (...faces: DetectedFace[]) => chooser.choose(faces, (t += 100)),
    wait: (ms: number) => (t += ms),
  };
}

const trackOf = (choice: ReturnType<LearnerChooser['choose']>): number | null =>
  choice.kind === 'face' ? choice.track : null;

describe('LearnerChooser', () => {
  it('says why there is no face', () => {
    const { frame } = scene();
    expect(frame()).toEqual({ kind: 'missing', reason: 'no-face' });
    expect(frame(face(300, MIN_INTEROCULAR_PX - 1))).toEqual({ kind: 'missing', reason: 'face-too-small' });
    expect(frame(face(300, MIN_INTEROCULAR_PX + 1))).toMatchObject({ kind: 'face', faces: 1 });
  });

  it('begins with the largest face and counts those that are large enough', () => {
    const { frame } = scene();
    const near = face(450, 70);
    expect(frame(face(100, 40), near, face(250, 10))).toMatchObject({ kind: 'face', face: near, faces: 2 });
  });

  it('follows a moving face under one number', () => {
    const { frame } = scene();
    const tracks = new Set([100, 130, 160, 190, 220, 250].map((x) => trackOf(frame(face(x, 60)))));
    expect(tracks.size).toBe(1);
    expect(tracks).not.toContain(null);
  });

  it('numbers a face anew that jumps to another place', () => {
    const { frame } = scene();
    const before = trackOf(frame(face(100, 60)));
    frame();
    for (let i = 0; i < 5; i++) frame();
    expect(trackOf(frame(face(500, 60)))).not.toBe(before);
  });

  it('stays with the learner when somebody comes nearer to the camera', () => {
    const { frame, chooser } = scene();
    const learner = trackOf(frame(face(200, 50)))!;
    chooser.identify(learner, 'learner');
    for (const size of [30, 60, 90, 150, 150, 150]) {
      expect(trackOf(frame(face(480, size), face(200, 50)))).toBe(learner);
    }
  });

  it('does not take the person behind for a learner who is lost for a moment', () => {
    const { frame, chooser, wait } = scene();
    const learner = trackOf(frame(face(200, 50), face(500, 40)))!;
    chooser.identify(learner, 'learner');
    for (let i = 0; i < 10; i++) expect(frame(face(500, 40))).toEqual({ kind: 'missing', reason: 'no-face' });
    expect(trackOf(frame(face(205, 50), face(500, 40)))).toBe(learner);
    wait(HOLD_LEARNER);
    expect(trackOf(frame(face(500, 40)))).not.toBeNull();
  });

  it('moves on to a clearly larger face while nobody is known, but not to a slightly larger one', () => {
    const { frame } = scene();
    const first = trackOf(frame(face(150, 40)));
    expect(trackOf(frame(face(150, 40), face(450, 55)))).toBe(first);
    expect(trackOf(frame(face(150, 40), face(450, 65)))).not.toBe(first);
  });

  it('tries the other face when the followed one is somebody else, and keeps to the learner then', () => {
    const { frame, chooser } = scene();
    const stranger = trackOf(frame(face(150, 80), face(450, 50)))!;
    chooser.identify(stranger, 'other-person');
    const learner = trackOf(frame(face(150, 80), face(450, 50)))!;
    expect(learner).not.toBe(stranger);
    chooser.identify(learner, 'learner');
    expect(trackOf(frame(face(150, 80), face(450, 50)))).toBe(learner);
  });

  it('goes on following a stranger who is alone: another person, not no face', () => {
    const { frame, chooser } = scene();
    const stranger = trackOf(frame(face(150, 80)))!;
    chooser.identify(stranger, 'other-person');
    expect(trackOf(frame(face(150, 80)))).toBe(stranger);
  });

  it('comes back to the learner whose track is still there', () => {
    const { frame, chooser } = scene();
    const first = trackOf(frame(face(150, 80), face(450, 50)))!;
    const other = trackOf(frame(face(450, 50)));
    expect(other).toBeNull(); // held for a moment
    for (let i = 0; i < 6; i++) frame(face(450, 50));
    chooser.identify(first, 'learner');
    expect(trackOf(frame(face(150, 80), face(450, 50)))).toBe(first);
  });

  it('has to identify a face anew that was away for long', () => {
    const { frame, chooser, wait } = scene();
    const learner = trackOf(frame(face(200, 50)))!;
    chooser.identify(learner, 'learner');
    frame();
    wait(TRACK_MEMORY);
    expect(trackOf(frame(face(200, 50)))).not.toBe(learner);
  });

  it('ignores what is said about tracks that are gone', () => {
    const { frame, chooser } = scene();
    const track = trackOf(frame(face(200, 50)))!;
    expect(() => chooser.identify(track + 7, 'learner')).not.toThrow();
    expect(trackOf(frame(face(200, 50)))).toBe(track);
  });

  it('keeps two faces apart that stand side by side, in whatever order they are listed', () => {
    const { frame, chooser } = scene();
    const learner = trackOf(frame(face(250, 60), face(400, 60)))!;
    chooser.identify(learner, 'learner');
    for (let i = 0; i < 6; i++) {
      const choice = frame(face(400 - 5 * i, 60), face(250 + 5 * i, 60));
      expect(choice).toMatchObject({ track: learner });
      expect(choice.kind === 'face' && choice.face.box.x).toBeLessThan(250);
    }
  });
});
