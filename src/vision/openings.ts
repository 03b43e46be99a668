import { LEFT_EYE, MOUTH, RIGHT_EYE } from './mesh-points';
import type { EyePoints } from './mesh-points';

/**
 * Distance in the picture between two landmarks, pixels. Depth is left out: it is far less certain
 * than x and y.
 */
function distance(landmarks: Float32Array, a: number, b: number): number {
  return Math.hypot(landmarks[3 * a]! - landmarks[3 * b]!, landmarks[3 * a + 1]! - landmarks[3 * b + 1]!);
}

/**
 * Mean of an eye's two heights over its width; 0 when the eye has no width (a face seen from the
 * side).
 */
function eyeAspectRatio(landmarks: Float32Array, [p1, p2, p3, p4, p5, p6]: EyePoints): number {
  const width = distance(landmarks, p1, p4);
  if (width === 0) return 0;
  return (distance(landmarks, p2, p6) + distance(landmarks, p3, p5)) / (2 * width);
}

/**
 * Eye aspect ratio of the learner's own left and right eye (Soukupová and Čech, "Real-Time Eye
 * Blink Detection using Facial Landmarks", 2016): about 0.25–0.35 open, under 0.15 closed,
 * different for each person and camera.
 * @param landmarks LANDMARK_COUNT × (x, y, z), pixels of a frame with square pixels
 */
export function eyeAspectRatios(landmarks: Float32Array): { left: number; right: number } {
  return { left: eyeAspectRatio(landmarks, LEFT_EYE), right: eyeAspectRatio(landmarks, RIGHT_EYE) };
}

/**
 * Mouth aspect ratio: opening between the lips over the width between their inner corners; near 0
 * closed, over 0.5 in a yawn.
 */
export function mouthAspectRatio(landmarks: Float32Array): number {
  const width = distance(landmarks, MOUTH.rightCorner, MOUTH.leftCorner);
  return width === 0 ? 0 : distance(landmarks, MOUTH.upper, MOUTH.lower) / width;
}
