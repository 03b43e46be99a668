/**
 * Points of MediaPipe's face mesh by what they lie on. Right and left are the learner's own: their
 * right eye lies left in an unmirrored picture (and comes from the mesh model's "left eye" output).
 */

/**
 * The six points of an eye aspect ratio in the order p1 … p6: corner, two on the upper lid, corner,
 * two on the lower lid.
 */
export type EyePoints = readonly [number, number, number, number, number, number];

export const RIGHT_EYE: EyePoints = [33, 160, 158, 133, 153, 144];
export const LEFT_EYE: EyePoints = [362, 385, 387, 263, 373, 380];

/** Inner edge of the lips: the middle above and below, and the corners. */
export const MOUTH = { upper: 13, lower: 14, rightCorner: 78, leftCorner: 308 } as const;

export const NOSE_TIP = 1;

/** Outer corners of the lips. */
export const RIGHT_MOUTH_CORNER = 61;
export const LEFT_MOUTH_CORNER = 291;
