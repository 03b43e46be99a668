import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireSha256 } from '../sha256';

/**
 * SHA-256 of every file that the app takes out of an npm package as it is, by its path below
 * node_modules.
 */
const PINNED = {
  '@mediapipe/face_mesh/face_mesh_solution_packed_assets_loader.js':
    '95147c15fdf12ba8b9ffc3c3964dbdfa1ffa4251182749babca19e75962bf128',
  '@mediapipe/face_mesh/face_mesh_solution_packed_assets.data':
    'dbe5905c582c0462cdaea17e7e6ecea92edaa8cccc515c5e2e7291f2cbb5fb99',
  '@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.js':
    '1f1d6215324a1fe62f6742d49a3db911170987ca18ad8c1b75f1a1c82acf2b44',
  '@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm':
    '617b8e0248dbd27e9d7ece4218004eae4cefb499196d1bb4fa0e3fef21708756',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm':
    '70a5d516060464e5269f01c74bac1772d6b8ab6cb612acf16b5cdaf61f78d892',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm':
    '77ebb28a6d34f371dbbf2086b7f2de8994acd8ea5a3cf1fa24d2c26c840cac7b',
  '@vladmandic/human/models/faceres.json': '5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df',
  '@vladmandic/human/models/faceres.bin': '2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b',
} as const;

export type PinnedFile = keyof typeof PINNED;

export const packageFilePath = (root: string, file: PinnedFile): string => join(root, 'node_modules', file);

/**
 * The bytes of a file of an npm package.
 * @param root folder that holds node_modules
 * @throws Error when the file is missing or not the pinned one, saying what to do
 */
export function readPinnedFile(root: string, file: PinnedFile): Uint8Array {
  const path = packageFilePath(root, file);
  if (!existsSync(path)) throw new Error(`${path} is missing. Run "npm ci" to restore the pinned packages.`);
  const bytes = new Uint8Array(readFileSync(path));
  requireSha256(bytes, PINNED[file], file);
  return bytes;
}
