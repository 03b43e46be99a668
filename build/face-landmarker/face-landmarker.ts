import { requireSha256 } from '../sha256';
import { buildLandmarksDetector } from './attention-mesh';
import { unpackAssets } from './packed-assets';
import { storedZip } from './stored-zip';
import { extendTflite } from './tflite-extension';

/** SHA-256 of the parts inside @mediapipe/face_mesh 0.4.1657299874 (Apache-2.0). */
const PARTS = {
  'face_detection_short_range.tflite': '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
  'face_landmark_with_attention.tflite': '883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d',
  'geometry_pipeline_metadata_landmarks.binarypb':
    'bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4',
} as const;

/** SHA-256 of what `buildFaceLandmarker` makes of them. */
export const FACE_LANDMARKER_SHA256 = '29e6d89312f8dc0c0032a2be032c25d4e33e1d3c1d825eabce1ae0955d4598a8';

/** Alignment of the models inside the bundle, bytes: that of the tensors inside the models. */
const MODEL_ALIGNMENT = 16;

/**
 * Builds MediaPipe's `face_landmarker.task`, which no npm package ships, from the models inside
 * `@mediapipe/face_mesh`: the short-range detector, the attention mesh and the geometry of the
 * canonical face. It has no blendshapes. The same input gives the same bytes on every machine.
 * @param loader text of `face_mesh_solution_packed_assets_loader.js`
 * @param data bytes of `face_mesh_solution_packed_assets.data`
 * @throws Error when a part or the result is not the pinned one
 */
export function buildFaceLandmarker(loader: string, data: Uint8Array): Uint8Array {
  const assets = unpackAssets(loader, data);
  const part = (name: keyof typeof PARTS): Uint8Array => {
    const bytes = assets.get(name);
    if (!bytes) throw new Error(`@mediapipe/face_mesh holds no ${name}.`);
    requireSha256(bytes, PARTS[name], `${name} in @mediapipe/face_mesh`);
    return bytes;
  };
  const detector = extendTflite(
    part('face_detection_short_range.tflite'),
    {
      name: 'Face detector, short range',
      normalization: { mean: 127.5, std: 127.5 },
      outputs: ['regressors', 'classificators'],
    },
    null,
  );
  const geometry = 'geometry_pipeline_metadata_landmarks.binarypb';
  const task = storedZip(
    new Map([
      ['face_detector.tflite', detector],
      ['face_landmarks_detector.tflite', buildLandmarksDetector(part('face_landmark_with_attention.tflite'))],
      [geometry, part(geometry)],
    ]),
    MODEL_ALIGNMENT,
  );
  requireSha256(task, FACE_LANDMARKER_SHA256, 'The built face_landmarker.task');
  return task;
}
