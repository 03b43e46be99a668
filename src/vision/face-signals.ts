import { headPose } from './head-pose';
import { eyeAspectRatios, mouthAspectRatio } from './openings';
import type { DetectedFace, FaceSignals } from './types';

/** Eye and mouth openings and head pose of one detected face. */
export function faceSignals({ landmarks }: DetectedFace): FaceSignals {
  return { ear: eyeAspectRatios(landmarks), mar: mouthAspectRatio(landmarks), pose: headPose(landmarks) };
}
