import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { buildFaceLandmarker, FACE_LANDMARKER_SHA256 } from '../../../build/face-landmarker/face-landmarker';
import { sha256 } from '../../../build/sha256';
import { faceMeshPackage } from './face-mesh-package';

describe('buildFaceLandmarker', () => {
  const { loader, data } = faceMeshPackage();

  it('bundles the three parts under the names that MediaPipe looks for', () => {
    const task = buildFaceLandmarker(loader, data);
    expect(sha256(task)).toBe(FACE_LANDMARKER_SHA256);
    expect(Object.keys(unzipSync(task))).toEqual([
      'face_detector.tflite',
      'face_landmarks_detector.tflite',
      'geometry_pipeline_metadata_landmarks.binarypb',
    ]);
  });

  it('refuses a part that is not the pinned one', () => {
    const changed = data.slice();
    changed[1000]! ^= 1;
    expect(() => buildFaceLandmarker(loader, changed)).toThrow(
      /face_landmark_with_attention\.tflite.*npm ci/,
    );
  });
});
