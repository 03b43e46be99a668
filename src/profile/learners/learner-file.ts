import * as v from 'valibot';
import { BACKBONE_IDS, EMBEDDING_SIZES } from '../../common/backbone-ids';
import { WakefulError } from '../../common/errors';
import { jsonOrNull } from '../../common/json';
import { RANGES, wholeWithin } from '../../common/ranges';
import { decodeFloats, encodeFloats } from '../../storage/base64';
import { LEARNER_VERSION, learnerFileSchema, learnerSchema, type Learner } from './learner';

const FORMAT = 'wakeful-learner';

/** Characters; a learner's file has about six thousand. */
const FILE_LIMIT = 1_000_000;

export type LearnerFileErrorCode = 'file-not-learner' | 'file-too-new' | 'file-damaged';

/** The file cannot be imported; nothing was changed. */
export class LearnerFileError extends WakefulError<LearnerFileErrorCode> {}

const fileSchema = v.object({
  format: v.literal(FORMAT),
  version: wholeWithin(RANGES.version),
  sha256: v.string(),
  learner: v.record(v.string(), v.unknown()),
});

/** One learner as a JSON file: versioned, with the SHA-256 of the learner's part. */
export async function writeLearnerFile(learner: Learner): Promise<string> {
  const { embedding, ...rest } = learner;
  const content = { ...rest, embedding: encodeFloats(embedding) };
  const file = { format: FORMAT, version: LEARNER_VERSION, sha256: await digest(content), learner: content };
  return JSON.stringify(file, null, 2);
}

/** Reads what `writeLearnerFile` wrote. @throws LearnerFileError */
export async function readLearnerFile(text: string): Promise<Learner> {
  const file = v.safeParse(fileSchema, text.length <= FILE_LIMIT ? jsonOrNull(text) : null);
  if (!file.success) {
    throw new LearnerFileError(
      'file-not-learner',
      `Not a learner's file: ${file.issues[0].message}`,
      'Choose a file that was exported from Wakeful’s list of learners.',
    );
  }
  const { version, sha256, learner } = file.output;
  if (version > LEARNER_VERSION) {
    throw new LearnerFileError(
      'file-too-new',
      `The file has version ${version}, this program knows ${LEARNER_VERSION}.`,
      'Update Wakeful (reload the page), then import the file again.',
    );
  }
  if ((await digest(learner)) !== sha256) throw damaged('its checksum does not fit');
  const content = v.safeParse(learnerFileSchema, learner);
  if (!content.success) throw damaged(explain(content.issues[0]));
  const record = v.safeParse(learnerSchema, {
    ...content.output,
    embedding: parseFloats(content.output.embedding),
  });
  if (!record.success) throw damaged(explain(record.issues[0]));
  const { backbone, embedding } = record.output;
  const known = BACKBONE_IDS.find((id) => id === backbone);
  if (known && embedding.length !== EMBEDDING_SIZES[known]) {
    throw damaged(`${known} tells faces apart by ${EMBEDDING_SIZES[known]} numbers, not ${embedding.length}`);
  }
  return record.output;
}

const explain = (issue: v.BaseIssue<unknown>): string => {
  const field = v.getDotPath(issue);
  return field === null ? issue.message : `${field} ${issue.message}`;
};

const damaged = (why: string): LearnerFileError =>
  new LearnerFileError(
    'file-damaged',
    `The learner's file is damaged: ${why}.`,
    'Export the learner again, or enrol anew: it takes twenty seconds.',
  );

function parseFloats(base64: string): Float32Array | null {
  try {
    return decodeFloats(base64);
  } catch {
    return null;
  }
}

/** SHA-256 over the JSON of the content, in the order of its keys; hexadecimal. */
async function digest(content: object): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
