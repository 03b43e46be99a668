/** The networks that can be Identity Model and Face Model; the first is the default. */
export const BACKBONE_IDS = ['faceres', 'facenet'] as const;
export type BackboneId = (typeof BACKBONE_IDS)[number];
