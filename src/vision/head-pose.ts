import { CANONICAL_POINTS } from './canonical-face';
import { fitRotation } from './rigid-rotation';
import type { Rotation } from './rigid-rotation';
import type { FaceSignals } from './types';

const CANONICAL_POSITIONS = Float64Array.from(CANONICAL_POINTS.flatMap(([, x, y, z]) => [x, y, z]));
const CANONICAL_WEIGHTS = Float64Array.from(CANONICAL_POINTS, ([, , , , weight]) => weight);

const DEGREES = 180 / Math.PI;

/**
 * Where the head points, degrees, from a rigid fit of the canonical face to the landmarks. Pitch:
 * chin down positive. Yaw: turned to the learner's left positive. Roll: tilted to the learner's
 * left shoulder positive. Angles are towards the camera's picture plane: a face at the picture's
 * edge that looks into the camera is seen as slightly turned.
 * @param landmarks LANDMARK_COUNT × (x, y, z), frame pixels; z grows away from the camera
 */
export function headPose(landmarks: Float32Array): FaceSignals['pose'] {
  const seen = new Float64Array(CANONICAL_POSITIONS.length);
  CANONICAL_POINTS.forEach(([point], i) => {
    seen[3 * i] = landmarks[3 * point]!;
    // The picture's y points down and its z away from the camera; the canonical face's up and
    // towards it.
    seen[3 * i + 1] = -landmarks[3 * point + 1]!;
    seen[3 * i + 2] = -landmarks[3 * point + 2]!;
  });
  return anglesOf(fitRotation(CANONICAL_POSITIONS, seen, CANONICAL_WEIGHTS));
}

/** Angles of R = Ry(yaw) · Rx(pitch) · Rz(−roll): first tilted, then nodded, then turned. */
function anglesOf(r: Rotation): FaceSignals['pose'] {
  const [, , forwardX, upperLeft, upperMiddle, forwardY, , , forwardZ] = r;
  return {
    pitch: Math.atan2(-forwardY, Math.hypot(forwardX, forwardZ)) * DEGREES,
    yaw: Math.atan2(forwardX, forwardZ) * DEGREES,
    roll: -Math.atan2(upperLeft, upperMiddle) * DEGREES,
  };
}
