import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFaceres } from '../../src/network/faceres-import';
import { buildFaceLandmarker } from '../face-landmarker/face-landmarker';
import { sha256 } from '../sha256';
import { packageFilePath, readPinnedFile } from './pinned-files';
import type { PinnedFile } from './pinned-files';

/** A file on disk that the app downloads. */
export interface ModelSource {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What `virtual:wakeful-models` exports; null: this checkout has no such file. */
export type ModelSources = Readonly<
  Record<'faceLandmarker' | 'visionWasm' | 'faceres', ModelSource> &
    Record<'facenet' | 'checkpoint', ModelSource | null>
>;

/** The app's own trained checkpoint and the paper's backbone, both optional. */
const CHECKPOINT = 'default.safetensors';
const FACENET = /^facenet.*\.safetensors$/;

/**
 * Builds what has to be built, into `.cache/models`, and lists all files that the app downloads.
 * @param root folder of the project
 * @throws Error when a file of an npm package is missing or not the pinned one
 */
export function prepareModels(root: string): ModelSources {
  const packed = '@mediapipe/face_mesh/face_mesh_solution_packed_assets';
  const landmarker = buildFaceLandmarker(
    new TextDecoder().decode(readPinnedFile(root, `${packed}_loader.js`)),
    readPinnedFile(root, `${packed}.data`),
  );
  const graph: unknown = JSON.parse(
    new TextDecoder().decode(readPinnedFile(root, '@vladmandic/human/models/faceres.json')),
  );
  const faceres = importFaceres(graph, readPinnedFile(root, '@vladmandic/human/models/faceres.bin'));
  return {
    faceLandmarker: built(root, 'face_landmarker.task', landmarker),
    visionWasm: packaged(root, '@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm'),
    faceres: built(root, 'faceres.safetensors', faceres),
    facenet: ownModel(root, (name) => FACENET.test(name)),
    checkpoint: ownModel(root, (name) => name === CHECKPOINT),
  };
}

/** Files that are not downloaded with progress but by those who use them, by URL. */
export function prepareRuntimes(
  root: string,
): Readonly<Record<'visionLoader' | 'tfjsWasm' | 'tfjsWasmSimd', string>> {
  const checked = (file: PinnedFile): string => {
    readPinnedFile(root, file);
    return packageFilePath(root, file);
  };
  return {
    visionLoader: checked('@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.js'),
    tfjsWasm: checked('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'),
    tfjsWasmSimd: checked('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  };
}

function describe(path: string, name: string, bytes: Uint8Array): ModelSource {
  return { name, path, bytes: bytes.length, sha256: sha256(bytes) };
}

function packaged(root: string, file: PinnedFile): ModelSource {
  const path = packageFilePath(root, file);
  return describe(path, file.slice(file.lastIndexOf('/') + 1), readPinnedFile(root, file));
}

/**
 * Writes a built model unless it is there already. Builds may run at the same time: the file
 * appears in one step.
 */
function built(root: string, name: string, bytes: Uint8Array): ModelSource {
  const folder = join(root, '.cache', 'models');
  const path = join(folder, name);
  if (!existsSync(path) || sha256(readFileSync(path)) !== sha256(bytes)) {
    mkdirSync(folder, { recursive: true });
    const unfinished = `${path}.${process.pid}.part`;
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, path);
  }
  return describe(path, name, bytes);
}

function ownModel(root: string, matches: (name: string) => boolean): ModelSource | null {
  const folder = join(root, 'models');
  const name = existsSync(folder) ? readdirSync(folder).sort().find(matches) : undefined;
  if (name === undefined) return null;
  const path = join(folder, name);
  return describe(path, name, readFileSync(path));
}
