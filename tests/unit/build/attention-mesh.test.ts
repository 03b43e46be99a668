import { describe, expect, it } from 'vitest';
import { buildLandmarksDetector, landmarkIndices } from '../../../build/face-landmarker/attention-mesh';
import { unpackAssets } from '../../../build/face-landmarker/packed-assets';
import {
  LEFT_EYE_POINTS,
  LIPS_POINTS,
  RIGHT_EYE_POINTS,
} from '../../../build/face-landmarker/refined-points';
import { TfliteReader } from '../../../build/face-landmarker/tflite-reader';
import {
  BUFFER,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  SUBGRAPH,
} from '../../../build/face-landmarker/tflite-schema';
import { faceMeshPackage } from './face-mesh-package';

describe('landmarkIndices', () => {
  // Each value of the model's outputs as a word, so that the result can be read.
  const points = (name: string, count: number, axes: readonly string[]): string[] =>
    Array.from({ length: count }, (_, k) => axes.map((axis) => `${name} ${k} ${axis}`)).flat();
  const joined = [
    ...points('mesh', 468, ['x', 'y', 'z']),
    ...points('lips', 80, ['x', 'y']),
    ...points('left eye', 71, ['x', 'y']),
    ...points('right eye', 71, ['x', 'y']),
    ...points('left iris', 5, ['x', 'y']),
    ...points('right iris', 5, ['x', 'y']),
  ];
  const landmarks = landmarkIndices().map((index) => joined[index]);
  const landmark = (point: number): (string | undefined)[] => landmarks.slice(3 * point, 3 * point + 3);

  it('gives 478 points', () => {
    expect(landmarks).toHaveLength(478 * 3);
  });

  it('takes the refined x and y, and the z of the mesh', () => {
    expect(landmark(61)).toEqual(['lips 0 x', 'lips 0 y', 'mesh 61 z']);
    expect(landmark(407)).toEqual(['lips 79 x', 'lips 79 y', 'mesh 407 z']);
    expect(landmark(33)).toEqual(['left eye 0 x', 'left eye 0 y', 'mesh 33 z']);
    expect(landmark(159)).toEqual(['left eye 12 x', 'left eye 12 y', 'mesh 159 z']);
    expect(landmark(263)).toEqual(['right eye 0 x', 'right eye 0 y', 'mesh 263 z']);
    expect(landmark(386)).toEqual(['right eye 12 x', 'right eye 12 y', 'mesh 386 z']);
  });

  it('appends the irises with the depth of the upper lids', () => {
    expect(landmark(468)).toEqual(['left iris 0 x', 'left iris 0 y', 'mesh 159 z']);
    expect(landmark(477)).toEqual(['right iris 4 x', 'right iris 4 y', 'mesh 386 z']);
  });

  it('leaves every other point as the mesh has it', () => {
    const refined = new Set([...LIPS_POINTS, ...LEFT_EYE_POINTS, ...RIGHT_EYE_POINTS]);
    expect(refined.size).toBe(80 + 71 + 71);
    for (let point = 0; point < 468; point++) {
      if (refined.has(point)) continue;
      expect(landmark(point)).toEqual([`mesh ${point} x`, `mesh ${point} y`, `mesh ${point} z`]);
    }
  });
});

describe('buildLandmarksDetector', () => {
  const { loader, data } = faceMeshPackage();
  const original = unpackAssets(loader, data).get('face_landmark_with_attention.tflite')!;
  const built = buildLandmarksDetector(original);
  const before = new TfliteReader(original);
  const after = new TfliteReader(built);

  it('keeps the given file at its end, byte for byte, where its tensors stay aligned', () => {
    const start = built.length - original.length;
    expect(Buffer.compare(built.subarray(start), original)).toBe(0);
    expect(start % 16).toBe(0);
  });

  it('gives the landmarks and the face flag', () => {
    const outputs = after.integers(after.subgraph, SUBGRAPH.outputs);
    expect(outputs.map((tensor) => after.shape(tensor))).toEqual([
      [1, 1, 1, 1434],
      [1, 1, 1, 1],
    ]);
    expect(outputs[1]).toBe(before.tensorNamed('conv_faceflag'));
    expect(after.integers(after.subgraph, SUBGRAPH.inputs)).toEqual(
      before.integers(before.subgraph, SUBGRAPH.inputs),
    );
  });

  it('joins the six outputs and gathers the landmarks from them', () => {
    const operators = after.tables(after.subgraph, SUBGRAPH.operators);
    expect(operators).toHaveLength(before.tables(before.subgraph, SUBGRAPH.operators).length + 2);
    const [join, gather] = operators.slice(-2) as [number, number];
    const codes = after.tables(after.root, MODEL.operatorCodes);
    const codeOf = (operator: number): number =>
      after.integer(codes[after.integer(operator, OPERATOR.opcodeIndex)]!, OPERATOR_CODE.builtinCode);
    expect([codeOf(join), codeOf(gather)]).toEqual([2, 36]); // CONCATENATION, GATHER
    expect(after.integers(join, OPERATOR.inputs).map((tensor) => after.shape(tensor)[3])).toEqual([
      1404, 160, 142, 142, 10, 10,
    ]);
    expect(after.integers(gather, OPERATOR.inputs)).toEqual([
      ...after.integers(join, OPERATOR.outputs),
      after.tensorNamed('landmark_indices'),
    ]);
    expect(after.integers(gather, OPERATOR.outputs)).toEqual(
      after.integers(after.subgraph, SUBGRAPH.outputs).slice(0, 1),
    );
  });

  it('holds the indices and the metadata in new buffers, aligned to 16 bytes', () => {
    const buffers = after.tables(after.root, MODEL.buffers);
    expect(buffers).toHaveLength(before.tables(before.root, MODEL.buffers).length + 2);
    const [indices, metadata] = buffers.slice(-2).map((buffer) => after.bytes(buffer, BUFFER.data));
    expect(indices!.byteOffset % 16).toBe(built.byteOffset % 16);
    expect(metadata!.byteOffset % 16).toBe(built.byteOffset % 16);
    expect([...new Int32Array(indices!.slice().buffer)]).toEqual(landmarkIndices());
    expect(new TextDecoder().decode(metadata!.subarray(4, 8))).toBe('M001');
  });

  it('refuses a model without the expected outputs', () => {
    const detector = unpackAssets(loader, data).get('face_detection_short_range.tflite')!;
    expect(() => buildLandmarksDetector(detector)).toThrow('no tensor "output_mesh_identity"');
    expect(() => buildLandmarksDetector(new Uint8Array(64))).toThrow('Not a TFLite file');
  });
});
