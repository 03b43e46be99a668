import { allowsFeature } from '../permissions';
import type { ErrorCode } from '../api';

/** What keeps this page from passing the camera on; null: nothing that can be seen from here. */
export function obstacleOf(page: Window): ErrorCode | null {
  if (!page.isSecureContext) return 'insecure-context';
  return allowsFeature(page.document, 'camera') ? null : 'camera-blocked';
}
