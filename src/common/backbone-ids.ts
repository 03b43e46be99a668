/** The networks that can be Identity Model and Face Model; the first is the default. */
export const BACKBONE_IDS = ['faceres', 'facenet'] as const;
export type BackboneId = (typeof BACKBONE_IDS)[number];

/** Components of their V_id. */
export const EMBEDDING_SIZES: Readonly<Record<BackboneId, number>> = { faceres: 1024, facenet: 512 };
