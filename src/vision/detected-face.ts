import { LEFT_EYE, RIGHT_EYE } from './mesh-points';
import type { EyePoints } from './mesh-points';
import { LANDMARK_COUNT } from './types';
import type { Box, DetectedFace } from './types';

/** One landmark as MediaPipe gives it: fractions of the frame's width (x, z) and height (y). */
interface NormalizedPoint {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/**
 * The middle between the corners of an eye, frame pixels. It stays where it is when the eye closes
 * or the gaze moves.
 */
export function eyeCentre(
  landmarks: Float32Array,
  [corner, , , otherCorner]: EyePoints,
): [x: number, y: number] {
  return [
    (landmarks[3 * corner]! + landmarks[3 * otherCorner]!) / 2,
    (landmarks[3 * corner + 1]! + landmarks[3 * otherCorner + 1]!) / 2,
  ];
}

/**
 * A face in frame pixels.
 * @param points LANDMARK_COUNT landmarks
 * @throws RangeError when there are more or fewer
 */
export function detectedFace(
  points: readonly NormalizedPoint[],
  width: number,
  height: number,
): DetectedFace {
  if (points.length !== LANDMARK_COUNT) {
    throw new RangeError(`A face has ${LANDMARK_COUNT} landmarks, not ${points.length}.`);
  }
  const landmarks = new Float32Array(LANDMARK_COUNT * 3);
  points.forEach(({ x, y, z }, i) => {
    landmarks[3 * i] = x * width;
    landmarks[3 * i + 1] = y * height;
    landmarks[3 * i + 2] = z * width;
  });
  const [leftX, leftY] = eyeCentre(landmarks, LEFT_EYE);
  const [rightX, rightY] = eyeCentre(landmarks, RIGHT_EYE);
  return { landmarks, box: boxAround(landmarks), interocularPx: Math.hypot(leftX - rightX, leftY - rightY) };
}

function boxAround(landmarks: Float32Array): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < landmarks.length; i += 3) {
    left = Math.min(left, landmarks[i]!);
    right = Math.max(right, landmarks[i]!);
    top = Math.min(top, landmarks[i + 1]!);
    bottom = Math.max(bottom, landmarks[i + 1]!);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
