import * as v from 'valibot';
import { freeName } from '../common/names';
import { FootageError } from '../footage/footage-error';
import { recordingSchema } from '../footage/recording';
import { Archive } from '../footage/zip/archive';
import { fileKey } from '../profile/checkpoints/checkpoint-store';
import { storedCheckpointSchema } from '../profile/checkpoints/stored-checkpoint';
import { sessionSchema } from '../profile/history/session';
import { learnerSchema } from '../profile/learners/learner';
import type { Database, PlacedEntry } from '../storage/database';
import { isNewer } from '../storage/quarantine';
import { removeUnfinishedRestore, RESTORE_MARK } from '../storage/unfinished-restore';
import { backupError } from './backup-error';
import { decode } from './encoding';
import type { KeptStores } from './export';
import { anyManifestSchema, MANIFEST, manifestSchema, recordPath, recordSchema } from './format';
import { placeOf, type BackedUp, type Kind, type Place } from './records';

/** Bytes of one binary part at most; an unfinished training has some 100 MB. */
const LARGEST_PART = 1024 * 2 ** 20;

/** What happens to a thing of the file: those that are here already are replaced or skipped. */
export type Fate = 'add' | 'replace' | 'skip';

export type CountedKind = Exclude<Kind, 'choice' | 'person'>;
/** How many things of each kind there are for each fate. */
export type RestorePlan = Readonly<Record<Fate, Readonly<Partial<Record<CountedKind, number>>>>>;

/** A backup that was read whole and found good. */
export interface Restoration {
  readonly createdAt: number;
  readonly plan: RestorePlan;
  /**
   * Writes what the plan says. Where that fails or is aborted, everything is as it was before.
   * @throws StorageError, `storage-deleted` when everything was deleted since; the signal's reason
   */
  apply(onProgress: (fraction: number) => void, signal: AbortSignal): Promise<void>;
}

/** Where a record lies in the file. */
interface Found {
  readonly number: number;
  readonly store: BackedUp;
  readonly key: string;
  readonly place: Place;
}

export interface RestoreInto {
  readonly database: Database;
  /** Tells other tabs of a restore, and waits for theirs. @returns ends that */
  readonly hold: () => Promise<() => void>;
}

/**
 * Reads a whole backup, looks at every record in it, and compares it with what is here. Writes
 * nothing.
 * @throws BackupError; the signal's reason
 */
export async function readBackup(
  file: Blob,
  stores: KeptStores,
  { database, hold }: RestoreInto,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Restoration> {
  await database.open();
  const { deletions } = database;
  const archive = await typed(() => Archive.open(file));
  const { createdAt, records } = await typed(() => readManifest(archive));
  const found: Found[] = [];
  const heads = new Map<string, Head>();
  const files = new Map<string, number>();
  for (let number = 0; number < records; number++) {
    signal.throwIfAborted();
    onProgress(number / records);
    const { store, key, value, place } = await readRecord(archive, number);
    found.push({ number, store, key, place });
    if (place.part === 'head') heads.set(nameOf(place), { store, key, value, place });
    if (value instanceof ArrayBuffer) files.set(key, value.byteLength);
  }
  for (const { place, value } of heads.values()) {
    if (place.kind !== 'network') continue;
    const { bytes } = v.parse(storedCheckpointSchema, value);
    if (files.get(fileKey(place.id)) !== bytes) throw damaged(`The file of network ${place.id} is missing.`);
  }
  const fates = new Map<string, Fate>();
  for (const [name, head] of heads) fates.set(name, await fateOf(head, stores));

  return {
    createdAt,
    plan: planOf(heads.values(), fates),
    async apply(progress, aborted) {
      // What is in the file without a head belongs to something that could not be exported.
      const wanted = found.filter(({ place }) => (fates.get(nameOf(place)) ?? 'skip') !== 'skip');
      const isLarge = ({ place }: Found): boolean => place.part === 'large';
      const parts = wanted.filter(isLarge).map(({ store, key }) => ({ store, key }));
      const last: PlacedEntry[] = [];
      const release = await hold();
      try {
        await removeUnfinishedRestore(database);
        const sessionNames = await namesOfSessions(stores);
        await database.write([{ ...RESTORE_MARK, value: parts }], deletions);
        for (const [done, each] of wanted.entries()) {
          aborted.throwIfAborted();
          progress(done / wanted.length);
          const { store, key, value } = await readRecord(archive, each.number);
          if (isLarge(each)) await database.write([{ store, key, value }], deletions);
          else last.push({ store, key, value: adjusted(each.place, value, sessionNames) });
        }
        // Nothing of it shows until now.
        await database.write(last, deletions, [RESTORE_MARK]);
      } catch (error) {
        if (database.deletions === deletions) await removeUnfinishedRestore(database).catch(() => undefined);
        throw error;
      } finally {
        release();
        await archive.close();
      }
    },
  };
}

interface Head {
  readonly store: BackedUp;
  readonly key: string;
  readonly value: unknown;
  readonly place: Place;
}

const nameOf = ({ kind, id }: Place): string => `${kind} ${id}`;
const damaged = (message: string, cause?: unknown) => backupError('backup-damaged', message, cause);

async function typed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FootageError)) throw error;
    const code = error.code === 'footage-zip-foreign' ? 'backup-foreign' : 'backup-damaged';
    throw backupError(code, error.message, error);
  }
}

async function readManifest(archive: Archive): Promise<v.InferOutput<typeof manifestSchema>> {
  if (!archive.has(MANIFEST)) throw backupError('backup-foreign', `The zip holds no ${MANIFEST}.`);
  const value = parseJson(await archive.text(MANIFEST), MANIFEST);
  const any = v.safeParse(anyManifestSchema, value);
  if (!any.success) throw backupError('backup-foreign', `${MANIFEST} is of something else.`);
  if (isNewer(value, manifestSchema.entries.version.literal)) {
    throw backupError('backup-newer', `The backup has version ${any.output.version}.`);
  }
  const manifest = v.safeParse(manifestSchema, value);
  if (!manifest.success) throw damaged(`${MANIFEST}: ${manifest.issues[0].message}`);
  return manifest.output;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(`${path} is no JSON.`, cause);
  }
}

async function readRecord(archive: Archive, number: number): Promise<Head> {
  const path = recordPath(number);
  const record = v.safeParse(recordSchema, parseJson(await typed(() => archive.text(path)), path));
  if (!record.success) throw damaged(`${path}: ${record.issues[0].message}`);
  const { store, key } = record.output;
  const place = placeOf(store, key);
  if (!place) throw damaged(`${path}: there is no ${store}/${key}.`);
  const partOf = (part: string) => typed(() => archive.bytes(part, LARGEST_PART));
  const value = await decode(record.output.value, partOf).catch((error: unknown) => {
    // Typed arrays refuse bytes that are not whole numbers.
    throw error instanceof RangeError || error instanceof TypeError ? damaged(path, error) : error;
  });
  const fault = place.fault(value);
  if (fault === null) return { store, key, value, place };
  if (isNewer(value, 1)) throw backupError('backup-newer', `${store}/${key} is of a newer version.`);
  throw damaged(`${store}/${key}: ${fault}.`);
}

/** What is here wins, unless the file's is the later one. */
async function fateOf({ store, key, value, place }: Head, stores: KeptStores): Promise<Fate> {
  const here = await stores[store].get(key);
  if (here === undefined) return 'add';
  if (place.kind === 'settings') return JSON.stringify(here) === JSON.stringify(value) ? 'skip' : 'replace';
  if (place.kind !== 'learner' || !v.is(learnerSchema, here)) return 'skip';
  return v.parse(learnerSchema, value).updatedAt > here.updatedAt ? 'replace' : 'skip';
}

const COUNTED: readonly Kind[] = ['learner', 'session', 'settings', 'network', 'training', 'recording'];
const isCounted = (kind: Kind): kind is CountedKind => COUNTED.includes(kind);

function planOf(heads: Iterable<Head>, fates: ReadonlyMap<string, Fate>): RestorePlan {
  const plan: Record<Fate, Partial<Record<CountedKind, number>>> = { add: {}, replace: {}, skip: {} };
  for (const { place } of heads) {
    const { kind } = place;
    const fate = fates.get(nameOf(place)) ?? 'skip';
    if (isCounted(kind)) plan[fate][kind] = (plan[fate][kind] ?? 0) + 1;
  }
  return plan;
}

/** Names of the sessions that each person has here. */
async function namesOfSessions(stores: KeptStores): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for (const [, value] of await stores.footage.entries('recordings/')) {
    if (!v.is(recordingSchema, value)) continue;
    names.set(value.personId, [...(names.get(value.personId) ?? []), value.session]);
  }
  return names;
}

function adjusted(place: Place, value: unknown, sessionNames: Map<string, string[]>): unknown {
  if (place.part !== 'head') return value;
  if (place.kind === 'session') {
    const session = v.parse(sessionSchema, value);
    // It was running when it was exported; here nobody records it.
    return { ...session, endedAt: session.endedAt ?? session.savedAt };
  }
  if (place.kind !== 'recording') return value;
  const recording = v.parse(recordingSchema, value);
  const taken = sessionNames.get(recording.personId) ?? [];
  const session = freeName(recording.session, taken);
  sessionNames.set(recording.personId, [...taken, session]);
  return { ...recording, session };
}
