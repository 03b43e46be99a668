import { WakefulError } from '../../../src/common/errors';
import type { TrainEvent, Verdict } from '../../../src/engine/studio-api';
import { recordingOf, untilAborted } from '../scripted-studio';
import { STORY_LABELS, storyFrames, verdictOf } from '../studio-footage';
import { drawnCrop, type PreviewStudio } from './studio';

const DAY = 24 * 3600 * 1000;

/** Names of `?scene=` for the studio; the page is chosen by the hash. */
const SCENES: Readonly<Record<string, (stage: PreviewStudio, now: number) => void | Promise<void>>> = {
  studio: fill,
  async 'studio-labelled'(stage, now) {
    await fill(stage, now);
    for (const id of ['r1', 'r2', 'r3']) stage.footage.set.set(id, STORY_LABELS);
  },
  async 'studio-missing'(stage, now) {
    await fill(stage, now);
    stage.studio.planned = {
      missing: [
        { code: 'class-missing', label: 'asleep', have: 4, need: 20 },
        { code: 'too-few-people', label: null, have: 1, need: 2 },
      ],
      few: [],
      training: { asleep: 4, drowsy: 18, awake: 41 },
      heldOut: { asleep: 0, drowsy: 5, awake: 9 },
      memory: { head: 190_000_000, last: 410_000_000, deep: 620_000_000, all: 1_900_000_000 },
      duration: { head: 14_000, last: 62_000, deep: 118_000, all: 340_000 },
      lackingPeople: ['p2'],
    };
  },
  async 'studio-few'(stage, now) {
    await SCENES['studio-labelled']!(stage, now);
    stage.studio.planned = {
      ...stage.studio.planned,
      few: ['asleep'],
      training: { asleep: 1, drowsy: 18, awake: 41 },
      heldOut: { asleep: 1, drowsy: 5, awake: 9 },
    };
  },
  async 'studio-unfinished'(stage, now) {
    await fill(stage, now);
    const mixup = { stage: 'V_state', partner: 'same', amount: 0.1, alpha: 0.75 } as const;
    const how = { depth: 'last', holdOut: 'blocks', mixup, epochs: 6, seed: 1, base: null } as const;
    const request = { ...how, recordingIds: ['r1'], name: 'Evenings' };
    stage.studio.kept = { request, step: 34, steps: 84, savedAt: now - 3_600_000 };
  },
  async 'studio-training'(stage, now) {
    await SCENES['studio-labelled']!(stage, now);
    stage.studio.onTrain = (_, onEvent, signal) => {
      for (const event of trainingEvents()) onEvent(event);
      return untilAborted(signal);
    };
  },
  'studio-better': (stage, now) => withVerdict(stage, now, 'better'),
  'studio-promising': (stage, now) => withVerdict(stage, now, 'promising'),
  'studio-same': (stage, now) => withVerdict(stage, now, 'same'),
  'studio-worse': (stage, now) => withVerdict(stage, now, 'worse'),
  async 'studio-adopted'(stage, now) {
    await withVerdict(stage, now, 'better');
    await stage.checkpoints.adopt('m1');
  },
  async 'studio-extracting'(stage, now) {
    await fill(stage, now);
    stage.studio.onExtract = ({ session }, onProgress, signal) => {
      if (session.includes('broken'))
        return Promise.reject(new WakefulError('footage-unreadable', 'moov atom not found', 'Save it anew.'));
      const done = { share: 0.43, time: 3096, duration: 7200, remaining: 2_900_000 };
      onProgress({ ...done, kept: 6074, bytes: 26_480_000, dropped: 112 });
      return untilAborted(signal);
    };
  },
};

export async function playStudio(name: string, stage: PreviewStudio, now: number): Promise<void> {
  await SCENES[name]?.(stage, now);
}

/** Two people, some of it labelled, one stopped in the middle. */
async function fill({ footage }: PreviewStudio, now: number): Promise<void> {
  const [grace, ada] = [await footage.addPerson('Grace'), await footage.addPerson('Ada Lovelace')];
  const frames = storyFrames();
  const half = STORY_LABELS.map((label, second) => (second < 52 ? label : null));
  const common = { duration: 90, createdAt: now - 2 * DAY };
  footage.add(recordingOf({ id: 'r1', personId: grace.id, ...common }), frames, half);
  footage.add(
    recordingOf({
      id: 'r2',
      personId: grace.id,
      ...common,
      session: 'webcam 2026-11-24-2115',
      kind: 'webcam',
      dropped: { 'no-face': 31, 'too-dark': 6 },
    }),
    storyFrames(2),
  );
  footage.add(
    recordingOf({
      id: 'r3',
      personId: ada.id,
      ...common,
      session: 'lecture on analytical engines',
      extraction: { kind: 'stopped', doneUntil: 61 },
      bytes: 2_100_000,
      kept: 122,
    }),
    storyFrames(3),
  );
}

async function withVerdict(stage: PreviewStudio, now: number, advice: Verdict['advice']): Promise<void> {
  await SCENES['studio-labelled']!(stage, now);
  const verdict = verdictOf(advice, 'r1', (index) => drawnCrop(STORY_LABELS[index] ?? 'awake', index));
  const heldOut = { before: verdict.before.macroF1, after: verdict.after.macroF1 };
  await stage.checkpoints.add(new ArrayBuffer(8), 'Evenings', heldOut, now - DAY / 4);
  await stage.checkpoints.add(new ArrayBuffer(8), 'From the old laptop', null, now - 20 * DAY);
  const worse = { before: 0.71, after: 0.58 };
  const long = 'Late lectures in the library, with glasses and the lamp behind me';
  await stage.checkpoints.add(new ArrayBuffer(8), long, worse, now - 41 * DAY);
  stage.studio.verdicts.set('m1', verdict);
  stage.studio.onTrial = (onEvent) => {
    const before = { asleep: 0.12, drowsy: 0.31, awake: 0.57 };
    onEvent({
      type: 'predicted',
      before,
      after: { asleep: 0.08, drowsy: 0.84, awake: 0.08 },
      tensors: [9, 9],
    });
  };
}

function* trainingEvents(): Generator<TrainEvent> {
  yield { type: 'backend', backend: 'wasm' };
  yield { type: 'preparing', share: 1 };
  for (let step = 1; step <= 51; step++) {
    const loss = 1.1 * Math.exp(-step / 24) + 0.12 + 0.05 * Math.sin(step * 1.7);
    yield { type: 'step', step, steps: 84, loss, remaining: (84 - step) * 2600 };
    if (step % 14 === 0) {
      const macroF1 = 0.85 - 0.45 * Math.exp(-step / 20);
      yield { type: 'validation', step, macroF1, best: true };
      yield { type: 'saved', step };
    }
  }
}
