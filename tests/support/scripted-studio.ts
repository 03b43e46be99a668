import type { WakefulnessClass } from '../../src/common/classes';
import { WakefulError } from '../../src/common/errors';
import type {
  ExtractProgress,
  ExtractRequest,
  Studio,
  TrainEvent,
  TrainOutcome,
  TrainPlan,
  TrainRequest,
  TrialEvent,
  TrialRequest,
  UnfinishedTraining,
  Verdict,
} from '../../src/engine/studio-api';
import type {
  ExportedNames,
  FootageLibrary,
  ImportReport,
  RecordingSummary,
} from '../../src/footage/footage-library';
import { suggestRecording } from '../../src/footage/labels/suggest-recording';
import type { FrameSignals, Person, Recording, SecondLabels, Suggestions } from '../../src/footage/recording';
import type { FaceCrop } from '../../src/vision/types';
import type { CheckpointLibrary, StoredCheckpoint } from '../../src/profile/checkpoints/stored-checkpoint';

/** A card as a checkpoint's file has it; only what the list shows. */
export const CARD = JSON.stringify({
  backbone: 'faceres',
  fromStage: 'conv_pw_11',
  training: {
    data: 'Own footage on this device: 3 recordings, from Wakeful.',
    recordings: 3,
    base: 'Wakeful',
    samples: 368,
    seed: 1,
  },
  limits: 'Says little about anybody else.',
});

export function recordingOf(changed: Partial<Recording> & Pick<Recording, 'id' | 'personId'>): Recording {
  return {
    session: 'evening',
    kind: 'video',
    fileName: 'evening.mp4',
    fileBytes: 12,
    createdAt: 0,
    duration: 90,
    framesPerSecond: 10,
    cropsPerSecond: 2,
    cropSize: 160,
    extraction: { kind: 'done' },
    seen: 900,
    kept: 180,
    dropped: {},
    bytes: 3_600_000,
    ...changed,
  };
}

/** Footage in memory. */
export class MemoryFootage implements FootageLibrary {
  readonly persons: Person[] = [];
  readonly kept = new Map<string, Recording>();
  readonly frames = new Map<string, readonly FrameSignals[]>();
  readonly set = new Map<string, SecondLabels>();
  readonly guides = new Map<string, Suggestions>();
  /** Draws a kept face. */
  draw: (id: string, index: number) => Blob = () => new Blob(['face'], { type: 'image/png' });
  /** What reading a zip does. */
  onImport: () => Promise<ImportReport> = () =>
    Promise.resolve({ people: 0, recordings: 0, crops: 0, ignored: [] });

  add(recording: Recording, frames: readonly FrameSignals[] = [], labels: SecondLabels = []): void {
    this.kept.set(recording.id, recording);
    this.frames.set(recording.id, frames);
    this.set.set(recording.id, labels);
  }

  people = (): Promise<readonly Person[]> => Promise.resolve([...this.persons]);

  addPerson(name: string): Promise<Person> {
    const person = { id: `p${this.persons.length + 1}`, name };
    this.persons.push(person);
    return Promise.resolve(person);
  }

  renamePerson(id: string, name: string): Promise<void> {
    const at = this.persons.findIndex((person) => person.id === id);
    this.persons[at] = { id, name };
    return Promise.resolve();
  }

  deletePerson(id: string): Promise<void> {
    this.persons.splice(
      this.persons.findIndex((person) => person.id === id),
      1,
    );
    for (const recording of this.kept.values()) if (recording.personId === id) this.kept.delete(recording.id);
    return Promise.resolve();
  }

  recordings = (): Promise<readonly RecordingSummary[]> =>
    Promise.resolve(
      [...this.kept.values()].map((recording) => {
        const labels = this.set.get(recording.id) ?? [];
        const count = (wanted: WakefulnessClass): number => labels.filter((label) => label === wanted).length;
        return {
          ...recording,
          labelled: { asleep: count('asleep'), drowsy: count('drowsy'), awake: count('awake') },
        };
      }),
    );

  recording = (id: string): Promise<Recording | null> => Promise.resolve(this.kept.get(id) ?? null);

  deleteRecording(id: string): Promise<void> {
    this.kept.delete(id);
    return Promise.resolve();
  }

  signals = (id: string): Promise<readonly FrameSignals[]> => Promise.resolve(this.frames.get(id) ?? []);
  crop = (id: string, index: number): Promise<Blob> => Promise.resolve(this.draw(id, index));
  labels = (id: string): Promise<SecondLabels> => Promise.resolve(this.set.get(id) ?? []);

  setLabels(id: string, labels: SecondLabels): Promise<void> {
    this.set.set(id, labels);
    return Promise.resolve();
  }

  guide = (id: string): Promise<Suggestions | null> => Promise.resolve(this.guides.get(id) ?? null);
  readCrops = (): Promise<FaceCrop[]> => Promise.resolve([]);

  storage = () =>
    Promise.resolve({
      footage: [...this.kept.values()].reduce((sum, { bytes }) => sum + bytes, 0),
      used: 48_000_000,
      quota: 8_600_000_000,
    });

  /** What was exported, by the names that were wanted. */
  readonly exports: string[] = [];
  exportDataset(
    onProgress: (share: number) => void,
    signal?: AbortSignal,
    names: ExportedNames = 'neutral',
  ): Promise<Blob> {
    signal?.throwIfAborted();
    this.exports.push(names);
    onProgress(1);
    return Promise.resolve(new Blob(['zip']));
  }

  importDataset = (): Promise<ImportReport> => this.onImport();
}

/** Checkpoints in memory. */
export class MemoryCheckpoints implements CheckpointLibrary {
  readonly stored: StoredCheckpoint[] = [];
  #adopted: string | null = null;
  readonly #before: (string | null)[] = [];
  readonly #decided = new Set<string>();

  list = (): Promise<readonly StoredCheckpoint[]> => Promise.resolve([...this.stored]);
  file = (): Promise<ArrayBuffer> => Promise.resolve(new ArrayBuffer(8));

  add(
    _file: ArrayBuffer,
    name: string,
    heldOut: StoredCheckpoint['heldOut'],
    createdAt = 0,
  ): Promise<StoredCheckpoint> {
    const id = `m${this.stored.length + 1}`;
    const added = { id, name, createdAt, bytes: 6_500_000, card: CARD, heldOut };
    this.stored.push(added);
    return Promise.resolve(added);
  }

  rename(id: string, name: string): Promise<void> {
    const at = this.stored.findIndex((each) => each.id === id);
    this.stored[at] = { ...this.stored[at]!, name };
    return Promise.resolve();
  }

  async delete(id: string): Promise<void> {
    this.stored.splice(
      this.stored.findIndex((each) => each.id === id),
      1,
    );
    if (this.#adopted === id) await this.adopt(null);
  }

  adopted = (): Promise<string | null> => Promise.resolve(this.#adopted);

  adopt(id: string | null): Promise<void> {
    this.#before.push(this.#adopted);
    this.#adopted = id;
    if (id !== null) this.#decided.add(id);
    return Promise.resolve();
  }

  rollBack(): Promise<string | null> {
    this.#adopted = this.#before.pop() ?? null;
    return Promise.resolve(this.#adopted);
  }

  canRollBack = (): Promise<boolean> => Promise.resolve(this.#before.length > 0);
  decided = (): Promise<readonly string[]> => Promise.resolve([...this.#decided]);
  decide = (id: string): Promise<void> => Promise.resolve(void this.#decided.add(id));
}

export const ENOUGH: TrainPlan = {
  missing: [],
  few: [],
  training: { asleep: 31, drowsy: 58, awake: 64 },
  heldOut: { asleep: 8, drowsy: 15, awake: 16 },
  memory: { head: 190_000_000, last: 410_000_000, deep: 620_000_000, all: 1_900_000_000 },
  duration: { head: 14_000, last: 62_000, deep: 118_000, all: 340_000 },
  lackingPeople: [],
};

type OnEvent = (event: TrainEvent) => void;

/** A studio that does what a test says, on this footage. */
export class ScriptedStudio implements Studio {
  readonly #footage: MemoryFootage;
  /** Ends when the extraction before has ended. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly extractions: ExtractRequest[] = [];
  readonly trainings: { readonly request: TrainRequest; readonly resume: boolean }[] = [];
  readonly switched: ('pause' | 'continue')[] = [];
  planned: TrainPlan = ENOUGH;
  kept: UnfinishedTraining | null = null;
  readonly verdicts = new Map<string, Verdict>();
  onExtract: (
    request: ExtractRequest,
    onProgress: (progress: ExtractProgress) => void,
    signal: AbortSignal,
  ) => Promise<string> = () =>
    Promise.reject(new WakefulError('footage-empty', 'nothing', 'Choose another.'));
  onTrain: (request: TrainRequest, onEvent: OnEvent, signal: AbortSignal) => Promise<TrainOutcome> = () =>
    Promise.resolve({ kind: 'cancelled' });

  /** By default what the footage's own frames say. */
  onSuggest: Studio['suggest'] = (id, onShare) => suggestRecording(this.#footage, id, onShare);

  constructor(footage = new MemoryFootage()) {
    this.#footage = footage;
  }

  extract(
    request: ExtractRequest,
    onProgress: (progress: ExtractProgress) => void,
    signal: AbortSignal,
  ): Promise<string> {
    // One after the other, as the engine does.
    const work = this.#turn.then(() => {
      signal.throwIfAborted();
      this.extractions.push(request);
      return this.onExtract(request, onProgress, signal);
    });
    this.#turn = work.catch(() => undefined);
    return work;
  }

  suggest: Studio['suggest'] = (...asked) => this.onSuggest(...asked);
  plan = (): Promise<TrainPlan> => Promise.resolve(this.planned);

  train(
    request: TrainRequest,
    { resume, onEvent }: { readonly resume: boolean; readonly onEvent: OnEvent },
    signal: AbortSignal,
  ): Promise<TrainOutcome> {
    this.trainings.push({ request, resume });
    return this.onTrain(request, onEvent, signal);
  }

  pause = (): void => void this.switched.push('pause');
  continue = (): void => void this.switched.push('continue');
  unfinished = (): Promise<UnfinishedTraining | null> => Promise.resolve(this.kept);

  discardUnfinished(): Promise<void> {
    this.kept = null;
    return Promise.resolve();
  }

  verdict = (id: string): Promise<Verdict | null> => Promise.resolve(this.verdicts.get(id) ?? null);

  readonly trials: TrialRequest[] = [];
  /** What the two networks say; ends with the signal. */
  onTrial: (onEvent: (event: TrialEvent) => void) => void = () => undefined;

  tryLive(
    request: TrialRequest,
    _stream: MediaStream,
    onEvent: (event: TrialEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    this.trials.push(request);
    this.onTrial(onEvent);
    return untilAborted(signal);
  }

  /** What reading a model's file does. */
  onImport: (name: string) => Promise<StoredCheckpoint> = () =>
    Promise.reject(new WakefulError('checkpoint-invalid', 'The file has no card.', 'Choose another file.'));

  onRehearse = (): Promise<void> => Promise.resolve();
  rehearse = (): Promise<void> => this.onRehearse();
  importCheckpoint = (_file: ArrayBuffer, name: string): Promise<StoredCheckpoint> => this.onImport(name);
  dispose = (): void => undefined;
}

/** A promise that ends when the signal does, as work that is cancelled. */
export const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
  });
