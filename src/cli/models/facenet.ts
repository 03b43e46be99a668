/** `npm run models -- facenet`: the public FaceNet checkpoint, made into our backbone file. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, WakefulError } from '../../common/errors';
import { weightSpecs } from '../../network/backbone';
import { facenet } from '../../network/facenet';
import { importFacenet } from '../../network/facenet-import';
import type { FloatType } from '../../network/safetensors';
import { backboneDigest, readBackboneFile } from '../../network/weights';
import { download, type DownloadHooks, type PinnedFile } from './download';

/** Where the checkpoint is published; `--url` names a mirror with the same paths. */
export const DEFAULT_HOST = 'https://huggingface.co';

const REPOSITORY = 'py-feat/facenet';
const REVISION = 'e2b51c6f01b706e9deceb4608b269d751219604d';

/** The public checkpoint (MIT): facenet-pytorch's state_dict of InceptionResnetV1, VGGFace2. */
export function publicCheckpoint(host: string): PinnedFile {
  return {
    url: `${host.replace(/\/+$/, '')}/${REPOSITORY}/resolve/${REVISION}/model.safetensors`,
    bytes: 111_831_500,
    sha256: '060b24840d57519af854efb1c1d86f110842a1312220afbde4aebb0df1448c9d',
  };
}

export interface FacenetRequest {
  /** A local state_dict; null: download the public one. */
  readonly from: string | null;
  readonly source: PinnedFile;
  readonly dtype: FloatType;
  /** Folder of the result. */
  readonly models: string;
  /** Folder of the download. */
  readonly cache: string;
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new WakefulError(
      'model-load',
      `${file} could not be read: ${messageOf(cause)}`,
      'Check the path given by --from.',
      { cause },
    );
  }
}

/**
 * Fetches or reads the state_dict, imports it and writes models/facenet-fp16.safetensors or -fp32.
 * @throws WakefulError `model-load`; nothing is written then
 */
export async function makeFacenet(
  { from, source, dtype, models, cache }: FacenetRequest,
  hooks: DownloadHooks,
) {
  const local = from ?? path.join(cache, 'facenet-state-dict.safetensors');
  if (from === null) await download(source, local, hooks);
  const result = importFacenet(await readBytes(local), dtype);
  const values = readBackboneFile(facenet, result);
  const file = path.join(models, `facenet-${dtype === 'F16' ? 'fp16' : 'fp32'}.safetensors`);
  // Renamed into place, so that a build never picks up half a file.
  await writeFile(`${file}.part`, result);
  await rename(`${file}.part`, file);
  return {
    file,
    bytes: result.byteLength,
    /** What checkpoints made on it refer to. */
    digest: await backboneDigest(facenet, values),
    parameters: weightSpecs(facenet).reduce((sum, { name }) => sum + values.get(name)!.length, 0),
  };
}
