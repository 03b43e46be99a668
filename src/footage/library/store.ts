import * as v from 'valibot';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import type { Clock } from '../../common/clock';
import { folderName, freeName, tidyName } from '../../common/names';
import { RANGES } from '../../common/ranges';
import { Database } from '../../storage/database';
import { Quarantine, type TroubleListener } from '../../storage/quarantine';
import type { Entry, ObjectStore } from '../../storage/object-store';
import { storageError } from '../../storage/storage-error';
import type { FaceCrop } from '../../vision/types';
import { footageError } from '../footage-error';
import type { FootageLibrary, RecordingSummary, StorageUse } from '../footage-library';
import { secondsOf } from '../labels/edit';
import {
  labelsSchema,
  personSchema,
  recordingSchema,
  suggestionsSchema,
  type FrameSignals,
  type KeptRecording,
  type Person,
  type SecondLabels,
  type Suggestions,
} from '../recording';
import {
  bytesOfFrames,
  cropAt,
  cropChunkSchema,
  firstOf,
  frameChunkSchema,
  keys,
  packCrops,
  packFrames,
  unpackFrames,
  type CropChunk,
  type EncodedCrop,
} from './chunks';
import { CropCodec } from './crop-codec';

/** Crops decoded at once: bounds memory. */
const DECODED_AT_ONCE = 16;

export interface StoreOptions {
  /** Told of damaged records, which are set aside. */
  readonly onTrouble?: TroubleListener;
  /** Milliseconds since the epoch. Default: Date.now. */
  readonly clock?: Clock;
  /** Default: crypto.randomUUID. */
  readonly newId?: () => string;
  /** Default: this browser's. */
  readonly indexedDB?: IDBFactory;
  /** The page's own. Default: another connection to the same. */
  readonly database?: Database;
  /** Space used and allowed. Default: what this browser tells. */
  readonly estimate?: () => Promise<StorageEstimate>;
}

/** What a new recording begins with. */
export type NewRecording = Pick<
  KeptRecording,
  | 'personId'
  | 'session'
  | 'kind'
  | 'fileName'
  | 'fileBytes'
  | 'clock'
  | 'duration'
  | 'framesPerSecond'
  | 'cropsPerSecond'
  | 'cropSize'
  | 'landmarker'
>;

/** A frame that was looked at, with its crop if that is to be kept. */
export type LookedFrame = Omit<FrameSignals, 'crop'> & { readonly crop: EncodedCrop | null };

/** What is kept of own footage, for pages and workers. Nothing is opened before its first use. */
export class FootageStore implements Omit<FootageLibrary, 'exportDataset' | 'importDataset'> {
  readonly #store: ObjectStore;
  readonly #quarantine: Quarantine;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #estimate: () => Promise<StorageEstimate>;
  readonly #codec = new CropCodec();
  /** The chunk that was read last: thumbnails are asked for one after another. */
  #lastChunk: { readonly key: string; readonly chunk: CropChunk } | null = null;

  constructor(options: StoreOptions = {}) {
    const database = options.database ?? new Database(options.indexedDB ?? globalThis.indexedDB);
    this.#clock = options.clock ?? Date.now;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
    this.#estimate = options.estimate ?? (async () => navigator.storage.estimate());
    this.#store = database.objectStore('footage');
    this.#quarantine = new Quarantine(
      database.objectStore('set-aside'),
      this.#clock,
      options.onTrouble ?? (() => undefined),
    );
  }

  async people(): Promise<readonly Person[]> {
    const people = await this.#readAll(keys.people, personSchema);
    return people.toSorted((a, b) => a.name.localeCompare(b.name));
  }

  async addPerson(name: string): Promise<Person> {
    return this.keepPerson(`person-${this.#newId().slice(0, 8)}`, name);
  }

  /**
   * The person of this id, who is added where nobody has it yet.
   * @param id name of their folder in a data set
   */
  async keepPerson(id: string, name: string): Promise<Person> {
    const known = await this.#read(keys.person(id), personSchema);
    if (known) return known;
    const person = { id, name: nameOf(name) };
    await this.#store.set([[keys.person(id), person]]);
    return person;
  }

  async renamePerson(id: string, name: string): Promise<void> {
    const person = await this.#read(keys.person(id), personSchema);
    if (!person) throw footageError('footage-missing', `There is no person ${id}.`);
    await this.#store.set([[keys.person(id), { ...person, name: nameOf(name) }]]);
  }

  async deletePerson(id: string): Promise<void> {
    for (const recording of await this.#kept()) {
      if (recording.personId === id) await this.deleteRecording(recording.id);
    }
    await this.#store.delete([keys.person(id)]);
  }

  async recordings(): Promise<readonly RecordingSummary[]> {
    const recordings = await this.#kept();
    const labels = new Map(await this.#store.entries(keys.allLabels));
    return recordings
      .map((recording): RecordingSummary => {
        const parsed = v.safeParse(labelsSchema, labels.get(keys.labels(recording.id)));
        return { ...recording, labelled: countLabels(parsed.success ? parsed.output : []) };
      })
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  async recording(id: string): Promise<KeptRecording | null> {
    return this.#read(keys.recording(id), recordingSchema);
  }

  async deleteRecording(id: string): Promise<void> {
    this.#lastChunk = null;
    await this.#store.delete([
      keys.recording(id),
      keys.labels(id),
      keys.guide(id),
      ...(await this.#chunkKeys(id)),
    ]);
  }

  async signals(id: string): Promise<readonly FrameSignals[]> {
    await this.#require(id);
    const frames: FrameSignals[] = [];
    for (const [key, value] of await this.#store.entries(keys.frames(id))) {
      const chunk = v.safeParse(frameChunkSchema, value);
      if (chunk.success) frames.push(...unpackFrames(chunk.output));
      else await this.#quarantineAll([[key, value]], chunk.issues[0].message);
    }
    return frames;
  }

  async crop(id: string, index: number): Promise<Blob> {
    const [crop] = await this.#encoded(id, [index], await this.#store.keys(keys.crops(id)));
    return new Blob([crop!.bytes], { type: crop!.type });
  }

  /** All crops of a recording as they are kept, in order, some of them in memory at a time. */
  async *encodedCrops(id: string): AsyncGenerator<EncodedCrop, void, undefined> {
    for (const key of await this.#store.keys(keys.crops(id))) {
      const chunk = await this.#chunk(key);
      for (let place = 0; place < chunk.types.length; place++) yield cropAt(chunk, place)!;
    }
  }

  async readCrops(id: string, indices: readonly number[]): Promise<FaceCrop[]> {
    const { cropSize } = await this.#require(id);
    const chunkKeys = await this.#store.keys(keys.crops(id));
    const crops = new Array<FaceCrop>(indices.length);
    // By index, so that each chunk is read once.
    const order = indices.map((index, place) => ({ index, place })).sort((a, b) => a.index - b.index);
    for (let start = 0; start < order.length; start += DECODED_AT_ONCE) {
      const some = order.slice(start, start + DECODED_AT_ONCE);
      const encoded = await this.#encoded(
        id,
        some.map(({ index }) => index),
        chunkKeys,
      );
      const decoded = await Promise.all(encoded.map((crop) => this.#codec.decode(crop, cropSize)));
      some.forEach(({ index, place }, i) => {
        const crop = decoded[i];
        if (!crop) throw storageError('record-corrupt', `Crop ${index} of ${id} is no picture any more.`);
        crops[place] = crop;
      });
    }
    return crops;
  }

  async labels(id: string): Promise<SecondLabels> {
    const { duration } = await this.#require(id);
    const labels = await this.#read(keys.labels(id), labelsSchema);
    return Array.from({ length: secondsOf(duration) }, (_, second) => labels?.[second] ?? null);
  }

  async setLabels(id: string, labels: SecondLabels): Promise<void> {
    const { duration } = await this.#require(id);
    const beyond = labels.findIndex((label, second) => label !== null && second >= secondsOf(duration));
    if (beyond >= 0) {
      throw footageError(
        'footage-labels',
        `Second ${beyond} has a label, but the recording ends after ${secondsOf(duration)} seconds.`,
      );
    }
    await this.#store.set([[keys.labels(id), labels.slice(0, secondsOf(duration))]]);
  }

  async guide(id: string): Promise<Suggestions | null> {
    return this.#read(keys.guide(id), suggestionsSchema);
  }

  async storage(): Promise<StorageUse> {
    const recordings = await this.#kept();
    const footage = recordings.reduce((sum, { bytes }) => sum + bytes, 0);
    // Not offered everywhere, nor on every origin.
    const { usage = null, quota = null } = await this.#estimate().catch((): StorageEstimate => ({}));
    return { footage, used: usage, quota };
  }

  /**
   * Begins a recording of which nothing is done yet. Its session gets a name that is free and safe
   * as a folder's.
   */
  async begin(
    beginning: NewRecording,
    { labels, guide }: { readonly labels?: SecondLabels | null; readonly guide?: Suggestions } = {},
  ): Promise<KeptRecording> {
    const session = folderName(beginning.session);
    if (session === null) throw footageError('footage-name', 'The session has no name.');
    if (!v.is(recordingSchema.entries.duration, beginning.duration)) {
      throw tooLong(beginning);
    }
    const own = (await this.#kept()).filter(({ personId }) => personId === beginning.personId);
    const recording: KeptRecording = {
      ...beginning,
      id: this.#newId(),
      session: freeName(
        session,
        own.map((other) => other.session),
      ),
      createdAt: this.#clock(),
      extraction: { kind: 'stopped', doneUntil: 0 },
      seen: 0,
      kept: 0,
      dropped: {},
      bytes: 0,
    };
    const entries: Entry[] = [[keys.recording(recording.id), recording]];
    if (labels) entries.push([keys.labels(recording.id), labels]);
    if (guide) entries.push([keys.guide(recording.id), guide]);
    await this.#store.set(entries);
    return recording;
  }

  /**
   * Adds frames to a recording, all of them or none.
   * @param recording as `begin` or the last `append` returned it
   * @param change what else is new: how far the extraction is, say
   * @throws StorageError `storage-full`; FootageError `footage-missing` when it was deleted
   * meanwhile
   */
  async append(
    recording: KeptRecording,
    frames: readonly LookedFrame[],
    change: Partial<Pick<KeptRecording, 'extraction' | 'createdAt'>>,
  ): Promise<KeptRecording> {
    await this.#require(recording.id);
    const { id, seen, kept } = recording;
    const crops: EncodedCrop[] = [];
    const dropped = { ...recording.dropped };
    const signals = frames.map(({ crop, ...frame }): FrameSignals => {
      if (frame.missing !== null) dropped[frame.missing] = (dropped[frame.missing] ?? 0) + 1;
      return { ...frame, crop: crop ? kept + crops.push(crop) - 1 : null };
    });
    const frameChunk = packFrames(signals);
    const cropChunk = packCrops(crops);
    const grown: KeptRecording = {
      ...recording,
      ...change,
      seen: seen + frames.length,
      kept: kept + crops.length,
      dropped,
      bytes: recording.bytes + bytesOfFrames(frameChunk) + cropChunk.bytes.length,
    };
    const entries: Entry[] = [[keys.recording(id), grown]];
    if (frames.length > 0) entries.push([keys.frameChunk(id, seen), frameChunk]);
    if (crops.length > 0) entries.push([keys.cropChunk(id, kept), cropChunk]);
    await this.#store.set(entries);
    return grown;
  }

  async #kept(): Promise<readonly KeptRecording[]> {
    return this.#readAll(keys.recordings, recordingSchema);
  }

  async #require(id: string): Promise<KeptRecording> {
    const recording = await this.recording(id);
    if (!recording) throw footageError('footage-missing', `There is no recording ${id}.`);
    return recording;
  }

  async #chunkKeys(id: string): Promise<readonly string[]> {
    const [frames, crops] = await Promise.all([
      this.#store.keys(keys.frames(id)),
      this.#store.keys(keys.crops(id)),
    ]);
    return [...frames, ...crops];
  }

  /** @param indices growing @param chunkKeys in order */
  async #encoded(
    id: string,
    indices: readonly number[],
    chunkKeys: readonly string[],
  ): Promise<EncodedCrop[]> {
    const crops: EncodedCrop[] = [];
    for (const index of indices) {
      const key = chunkKeys.findLast((one) => firstOf(one) <= index);
      const crop = key === undefined ? null : cropAt(await this.#chunk(key), index - firstOf(key));
      if (!crop) throw footageError('footage-missing', `There is no crop ${index} of recording ${id}.`);
      crops.push(crop);
    }
    return crops;
  }

  async #chunk(key: string): Promise<CropChunk> {
    if (this.#lastChunk?.key === key) return this.#lastChunk.chunk;
    const value = await this.#store.get(key);
    const chunk = v.safeParse(cropChunkSchema, value);
    if (!chunk.success) {
      const reason = chunk.issues[0].message;
      await this.#quarantineAll([[key, value]], reason);
      throw storageError('record-corrupt', `${key}: ${reason}`);
    }
    this.#lastChunk = { key, chunk: chunk.output };
    return chunk.output;
  }

  async #read<Schema extends v.GenericSchema>(
    key: string,
    schema: Schema,
  ): Promise<v.InferOutput<Schema> | null> {
    const value = await this.#store.get(key);
    return value === undefined ? null : this.#parse(key, value, schema);
  }

  async #readAll<Schema extends v.GenericSchema>(
    prefix: string,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>[]> {
    const read: v.InferOutput<Schema>[] = [];
    for (const [key, value] of await this.#store.entries(prefix)) {
      const parsed = await this.#parse(key, value, schema);
      if (parsed !== null) read.push(parsed);
    }
    return read;
  }

  /** null: it is damaged, and was set aside. */
  async #parse<Schema extends v.GenericSchema>(
    key: string,
    value: unknown,
    schema: Schema,
  ): Promise<v.InferOutput<Schema> | null> {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    const { message } = parsed.issues[0];
    await this.#quarantineAll([[key, value]], `${v.getDotPath(parsed.issues[0]) ?? 'record'}: ${message}`);
    return null;
  }

  #quarantineAll(entries: readonly Entry[], reason: string): Promise<void> {
    return this.#quarantine.take(this.#store, 'footage', entries, reason);
  }
}

function tooLong({ fileName, duration, kind }: NewRecording): Error {
  const { most } = RANGES.recordingSeconds;
  return footageError(
    'footage-too-long',
    kind === 'stills'
      ? `${duration} pictures are too many for one recording, which holds ${most}.`
      : `${fileName} says that it lasts ${(duration / 3600).toFixed()} hours; a recording lasts ${most / 3600} at most.`,
  );
}

function nameOf(name: string): string {
  const tidy = tidyName(name);
  if (tidy === null) throw footageError('footage-name', 'A person needs a name.');
  return tidy;
}

function countLabels(labels: SecondLabels): RecordingSummary['labelled'] {
  const count = (wanted: string): number => labels.filter((label) => label === wanted).length;
  const [asleep, drowsy, awake] = WAKEFULNESS_CLASSES;
  return { asleep: count(asleep), drowsy: count(drowsy), awake: count(awake) };
}
