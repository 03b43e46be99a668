/** What a backup holds: which records there are, what each must be, and what belongs together. */
import * as v from 'valibot';
import { frameChunkSchema, cropChunkSchema, keys as footageKeys } from '../footage/library/chunks';
import { labelsSchema, personSchema, recordingSchema, suggestionsSchema } from '../footage/recording';
import { readCheckpointCard } from '../network/checkpoint-card';
import { ADOPTED_KEY, adoptionSchema, fileKey, verdictKey } from '../profile/checkpoints/checkpoint-store';
import { storedCheckpointSchema } from '../profile/checkpoints/stored-checkpoint';
import { UNFINISHED, unfinishedFileSchema, unfinishedSchema } from '../profile/checkpoints/unfinished-store';
import { CHUNK_SECONDS, chunkSchema, sessionSchema } from '../profile/history/session';
import { learnerSchema } from '../profile/learners/learner';
import { ACTIVE_KEY } from '../profile/learners/learner-store';
import { readSettings } from '../profile/settings/settings';
import { SETTINGS_KEY } from '../profile/settings/settings-store';
import type { ObjectStoreName } from '../storage/database';

/**
 * The object stores that a backup holds. Damaged records stay out: they are exported by themselves,
 * for somebody to look at.
 */
export const BACKED_UP = [
  'learners',
  'sessions',
  'settings',
  'checkpoints',
  'checkpoint-files',
  'training',
  'footage',
] as const satisfies readonly ObjectStoreName[];
export type BackedUp = (typeof BACKED_UP)[number];

/** What a person sees as one thing; `choice` and `person` go with others and are not counted. */
export type Kind =
  'learner' | 'session' | 'settings' | 'network' | 'training' | 'recording' | 'choice' | 'person';

/** A record, as a part of something. */
export interface Place {
  readonly kind: Kind;
  readonly id: string;
  /** head: with it the thing is there, so it is written last. large: too much to be in memory. */
  readonly part: 'head' | 'small' | 'large';
  /** Why the value cannot be such a record; null: it can. */
  readonly fault: (value: unknown) => string | null;
}

const by =
  (schema: v.GenericSchema) =>
  (value: unknown): string | null => {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return null;
    const [issue] = parsed.issues;
    return `${v.getDotPath(issue) ?? 'the record'} ${issue.message}`;
  };

/** Records that carry their id must be kept under it. */
const withId = (schema: v.GenericSchema<unknown, { readonly id: string }>, id: string) =>
  by(
    v.pipe(
      schema,
      v.check((record) => record.id === id, 'is kept under another id'),
    ),
  );

/** Where a key of an object store belongs; null: to nothing that a backup holds. */
export function placeOf(store: BackedUp, key: string): Place | null {
  const [first = '', id = '', rest] = key.split('/');
  switch (store) {
    case 'learners':
      return { kind: 'learner', id: key, part: 'head', fault: withId(learnerSchema, key) };
    case 'sessions':
      if (first === 'session') return { kind: 'session', id, part: 'head', fault: withId(sessionSchema, id) };
      return first === 'chunk'
        ? { kind: 'session', id, part: 'small', fault: by(chunkAt(Number(rest))) }
        : null;
    case 'settings':
      return settingsPlace(key);
    case 'checkpoints':
      return { kind: 'network', id: key, part: 'head', fault: withId(storedCheckpointSchema, key) };
    case 'checkpoint-files':
      if (key === fileKey(id)) return { kind: 'network', id, part: 'large', fault: checkpointFault };
      return key === verdictKey(id) ? { kind: 'network', id, part: 'large', fault: by(v.unknown()) } : null;
    case 'training':
      if (key === UNFINISHED.record)
        return { kind: 'training', id: '', part: 'head', fault: by(unfinishedSchema) };
      return key === UNFINISHED.file
        ? { kind: 'training', id: '', part: 'small', fault: by(unfinishedFileSchema) }
        : null;
    case 'footage':
      return footagePlace(first, id, key);
  }
}

function settingsPlace(key: string): Place | null {
  const fault = (value: unknown): string | null =>
    readSettings(value).intact ? null : 'the settings are damaged';
  if (key === SETTINGS_KEY) return { kind: 'settings', id: '', part: 'head', fault };
  if (key === ACTIVE_KEY) return { kind: 'choice', id: key, part: 'head', fault: by(v.string()) };
  return key === ADOPTED_KEY ? { kind: 'choice', id: key, part: 'head', fault: by(adoptionSchema) } : null;
}

function footagePlace(folder: string, id: string, key: string): Place | null {
  const recording = { kind: 'recording', id } as const;
  switch (`${folder}/`) {
    case footageKeys.people:
      return { kind: 'person', id, part: 'head', fault: withId(personSchema, id) };
    case footageKeys.recordings:
      return { ...recording, part: 'head', fault: withId(recordingSchema, id) };
    case footageKeys.allLabels:
      return { ...recording, part: 'small', fault: by(labelsSchema) };
    case 'guides/':
      return { ...recording, part: 'small', fault: by(suggestionsSchema) };
    case 'frames/':
      return CHUNK_KEY.test(key) ? { ...recording, part: 'large', fault: by(frameChunkSchema) } : null;
    case 'crops/':
      return CHUNK_KEY.test(key) ? { ...recording, part: 'large', fault: by(cropChunkSchema) } : null;
    default:
      return null;
  }
}

const CHUNK_KEY = /\/\d{9}$/;

const chunkAt = (index: number) =>
  v.pipe(
    chunkSchema,
    v.check(({ from }) => from === index * CHUNK_SECONDS, 'is kept in the place of another'),
  );

function checkpointFault(value: unknown): string | null {
  if (!(value instanceof ArrayBuffer)) return 'the file of a network is none';
  try {
    readCheckpointCard(new Uint8Array(value));
    return null;
  } catch {
    return 'the file of a network is damaged';
  }
}
