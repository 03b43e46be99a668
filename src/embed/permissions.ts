/**
 * Chromium's way to ask what a document may use; not in TypeScript's DOM, and in no other browser
 * yet.
 */
interface WithFeaturePolicy {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** Whether a document may use a feature. True where the browser does not tell: then trying will. */
export const allowsFeature = (document: Document, feature: string): boolean =>
  (document as WithFeaturePolicy).featurePolicy?.allowsFeature(feature) ?? true;
