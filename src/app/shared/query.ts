import * as v from 'valibot';
import { BACKENDS, type BackendName } from '../../engine/protocol';

/** `?backend=` of the page's address; null where it is missing or names none. */
export function backendOf(search: string): BackendName | null {
  const parsed = v.safeParse(v.picklist(BACKENDS), new URLSearchParams(search).get('backend'));
  return parsed.success ? parsed.output : null;
}
