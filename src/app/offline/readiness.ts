import type { OfflineState } from './offline-store';

/** Whether Wakeful works here without a network, in one word. */
export type Readiness = 'unknown' | 'impossible' | 'missing' | 'fetching' | 'failed' | 'ready';

export function readiness({
  programKept,
  missingBytes,
  isFetching,
  hasFailed,
}: Pick<OfflineState, 'programKept' | 'missingBytes' | 'isFetching' | 'hasFailed'>): Readiness {
  if (programKept === false) return 'impossible';
  if (programKept === null || missingBytes === null) return 'unknown';
  if (isFetching) return 'fetching';
  if (missingBytes === 0) return 'ready';
  return hasFailed ? 'failed' : 'missing';
}
