/**
 * Recordings of made-up people for the tiny network: labelled seconds with crops that show their
 * state.
 */
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../src/common/classes';
import type { TrainingFootage } from '../../src/fine-tuning/footage';
import type { FrameSignals, Recording } from '../../src/footage/recording';
import type { FaceCrop } from '../../src/vision/types';
import { tinyFaces } from './tiny-network';

/** A label and for how many seconds it holds; null: nobody labelled them. */
export type Run = readonly [label: WakefulnessClass | null, seconds: number];

export interface TinyRecording {
  readonly id: string;
  readonly person: string;
  readonly runs: readonly Run[];
}

const CROPS_PER_SECOND = 2;
/** States come and go, as in real sessions. */
export const ROUND: readonly Run[] = [
  ['awake', 12],
  ['drowsy', 12],
  ['asleep', 12],
];

export function tinyFootage(recordings: readonly TinyRecording[]): TrainingFootage {
  const people = [...new Set(recordings.map(({ person }) => person))];
  const all = new Map(
    recordings.map(({ id, person, runs }, at) => {
      const labels = runs.flatMap(([label, seconds]) => new Array<typeof label>(seconds).fill(label));
      const frames = labels.length * CROPS_PER_SECOND;
      // Every person has faces of their own; those of one are drawn anew for each recording.
      const faces = tinyFaces(people, WAKEFULNESS_CLASSES.length, frames, 5 + at);
      const pixelsOf = (label: number, frame: number): Float32Array => {
        const first = (people.indexOf(person) * WAKEFULNESS_CLASSES.length + label) * frames;
        return faces.pixels[first + frame]!;
      };
      const crops = Array.from({ length: frames }, (_, frame): FaceCrop => {
        const label = labels[Math.floor(frame / CROPS_PER_SECOND)] ?? 'awake';
        const rgb = pixelsOf(WAKEFULNESS_CLASSES.indexOf(label), frame);
        const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
        rgb.forEach((value, i) => (rgba[4 * Math.floor(i / 3) + (i % 3)] = value));
        return { size: faces.side, rgba };
      });
      const recording: Recording = {
        id,
        personId: person,
        session: id,
        kind: 'video',
        fileName: `${id}.webm`,
        fileBytes: 1,
        createdAt: 0,
        duration: labels.length,
        framesPerSecond: CROPS_PER_SECOND,
        cropsPerSecond: CROPS_PER_SECOND,
        cropSize: faces.side,
        extraction: { kind: 'done' },
        seen: frames,
        kept: frames,
        dropped: {},
        bytes: 1,
      };
      const signals = crops.map((_, crop): FrameSignals => {
        const pose = { pitch: 0, yaw: 0, roll: 0 };
        return {
          time: crop / CROPS_PER_SECOND,
          signals: { ear: { left: 0.3, right: 0.3 }, mar: 0, pose },
          missing: null,
          crop,
        };
      });
      return [id, { recording, labels, signals, crops }] as const;
    }),
  );
  const found = (id: string) => {
    const one = all.get(id);
    if (!one) throw new Error(`no recording ${id}`);
    return one;
  };
  return {
    recording: (id) => Promise.resolve(all.get(id)?.recording ?? null),
    labels: (id) => Promise.resolve(found(id).labels),
    signals: (id) => Promise.resolve(found(id).signals),
    readCrops: (id, indices) => Promise.resolve(indices.map((index) => found(id).crops[index]!)),
  };
}
