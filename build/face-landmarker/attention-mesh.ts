import { extendTflite } from './tflite-extension';
import { TfliteReader } from './tflite-reader';
import { BUILTIN_OPERATOR, BUILTIN_OPTIONS } from './tflite-schema';
import { IRIS_Z_POINT, LEFT_EYE_POINTS, LIPS_POINTS, RIGHT_EYE_POINTS } from './refined-points';

/** Points of the mesh without irises, and of one iris. */
const MESH_POINTS = 468;
const IRIS_POINTS = 5;
const COORDINATES = 3;

/** All outputs of the model lie on the last axis of [1, 1, 1, n]. */
const LAST_AXIS = 3;

const FACE_FLAG = 'conv_faceflag';

/**
 * The landmark outputs in the order in which they are joined, with the number of values of each.
 */
const LANDMARK_OUTPUTS = [
  { name: 'output_mesh_identity', size: MESH_POINTS * COORDINATES },
  { name: 'output_lips', size: LIPS_POINTS.length * 2 },
  { name: 'output_left_eye', size: LEFT_EYE_POINTS.length * 2 },
  { name: 'output_right_eye', size: RIGHT_EYE_POINTS.length * 2 },
  { name: 'output_left_iris', size: IRIS_POINTS * 2 },
  { name: 'output_right_iris', size: IRIS_POINTS * 2 },
] as const;

type LandmarkOutput = (typeof LANDMARK_OUTPUTS)[number]['name'];

/** Where each output begins in the joined values. */
function startOf(output: LandmarkOutput): number {
  let start = 0;
  for (const { name, size } of LANDMARK_OUTPUTS) {
    if (name === output) break;
    start += size;
  }
  return start;
}

/**
 * For each of the 478 × (x, y, z) values that the landmarker wants: its place among the joined
 * outputs. Refined points take x and y from the refinement and keep z of the mesh; the irises take
 * z from the upper lid.
 */
export function landmarkIndices(): number[] {
  const meshZ = (point: number): number => COORDINATES * point + 2;
  const indices = Array.from({ length: MESH_POINTS * COORDINATES }, (_, i) => i);
  const refine = (points: readonly number[], output: LandmarkOutput): void => {
    const start = startOf(output);
    points.forEach((point, k) => {
      indices[COORDINATES * point] = start + 2 * k;
      indices[COORDINATES * point + 1] = start + 2 * k + 1;
    });
  };
  refine(LIPS_POINTS, 'output_lips');
  refine(LEFT_EYE_POINTS, 'output_left_eye');
  refine(RIGHT_EYE_POINTS, 'output_right_eye');
  for (const side of ['left', 'right'] as const) {
    const start = startOf(`output_${side}_iris`);
    for (let k = 0; k < IRIS_POINTS; k++) {
      indices.push(start + 2 * k, start + 2 * k + 1, meshZ(IRIS_Z_POINT[side]));
    }
  }
  return indices;
}

/**
 * The attention mesh as the Face Landmarker wants it: one output of 478 × (x, y, z), then the face
 * flag, and metadata that scales the picture to 0..1.
 */
export function buildLandmarksDetector(attentionMesh: Uint8Array): Uint8Array {
  const reader = new TfliteReader(attentionMesh);
  const parts = LANDMARK_OUTPUTS.map(({ name, size }) => {
    const tensor = reader.tensorNamed(name);
    const shape = reader.shape(tensor);
    if (shape.join() !== [1, 1, 1, size].join()) {
      throw new Error(`The attention mesh: ${name} is ${shape.join('×')} instead of 1×1×1×${size}.`);
    }
    return tensor;
  });
  const joined = reader.tensorCount;
  const indices = joined + 1;
  const landmarks = joined + 2;
  const joinedSize = LANDMARK_OUTPUTS.reduce((sum, { size }) => sum + size, 0);
  const order = landmarkIndices();
  return extendTflite(
    attentionMesh,
    {
      name: 'Face mesh with attention, 478 points',
      normalization: { mean: 0, std: 255 },
      outputs: ['landmarks', 'face_flag'],
    },
    {
      tensors: [
        { name: 'joined_landmarks', shape: [1, 1, 1, joinedSize] },
        { name: 'landmark_indices', shape: [order.length], constant: order },
        { name: 'landmarks', shape: [1, 1, 1, order.length] },
      ],
      operators: [
        {
          builtinCode: BUILTIN_OPERATOR.concatenation,
          optionsType: BUILTIN_OPTIONS.concatenation,
          axis: LAST_AXIS,
          inputs: parts,
          outputs: [joined],
        },
        {
          builtinCode: BUILTIN_OPERATOR.gather,
          optionsType: BUILTIN_OPTIONS.gather,
          axis: LAST_AXIS,
          inputs: [joined, indices],
          outputs: [landmarks],
        },
      ],
      outputs: [landmarks, reader.tensorNamed(FACE_FLAG)],
    },
  );
}
