/** Pixel rectangle in frame coordinates. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Number of landmarks of the MediaPipe face mesh with irises. */
export const LANDMARK_COUNT = 478;

/** One detected face, as the landmarker gives it. */
export interface DetectedFace {
  /** LANDMARK_COUNT × (x, y, z) in frame pixels. */
  readonly landmarks: Float32Array;
  /** Box around the landmarks, frame pixels. */
  readonly box: Box;
  /** Distance between the eye centres, frame pixels. */
  readonly interocularPx: number;
}

/** What the eyes, mouth and head of one face measure. Left and right are the learner's own. */
export interface FaceSignals {
  readonly ear: { readonly left: number; readonly right: number };
  readonly mar: number;
  /**
   * Degrees. Pitch: chin down positive. Yaw: to the learner's left positive. Roll: to the learner's
   * left shoulder positive.
   */
  readonly pose: { readonly pitch: number; readonly yaw: number; readonly roll: number };
}

/** Light on a picture, for the quality check: mean and standard deviation of luma, 0..255. */
export interface Exposure {
  readonly mean: number;
  readonly deviation: number;
}

/** A square RGBA face crop, aligned by a 5-point similarity: `size`×`size`×4 bytes. */
export interface FaceCrop {
  readonly size: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** A picture of a face and what it measured. */
export interface MeasuredFace {
  readonly signals: FaceSignals;
  readonly crop: FaceCrop;
}
