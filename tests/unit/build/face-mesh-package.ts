import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const packed = '@mediapipe/face_mesh/face_mesh_solution_packed_assets';

/** The assets from which the landmarker is built, as npm installed them. */
export function faceMeshPackage(): { loader: string; data: Uint8Array } {
  return {
    loader: readFileSync(require.resolve(`${packed}_loader.js`), 'utf8'),
    data: new Uint8Array(readFileSync(require.resolve(`${packed}.data`))),
  };
}
