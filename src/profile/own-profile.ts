import { webSessionLocks } from './history/history-store';
import type { StorageOptions } from './profile-storage';

/** Where the learner's own profile is kept, outside of this course page's partition. */
export type OwnPlaces = Required<Pick<StorageOptions, 'places' | 'locks'>>;

/** The Storage Access API beyond cookies (Chromium 125); not in TypeScript's DOM. */
interface StorageAccessHandle {
  readonly indexedDB: IDBFactory;
  readonly caches: CacheStorage;
  readonly locks: LockManager;
}
interface WithStorageAccess {
  requestStorageAccess(
    kinds: Readonly<Record<keyof StorageAccessHandle, true>>,
  ): Promise<StorageAccessHandle>;
}

/**
 * Browsers give a frame a storage of its own for each site it stands in, so that the learner of the
 * app's own tab is not known there. Whether this browser may open that one to the frame: only
 * asking tells whether it gives more than cookies (Chromium has no global StorageAccessHandle to
 * look for).
 */
export const canOpenOwnProfile = (page: Window): boolean => 'requestStorageAccess' in page.document;

/** Asks for it; call it in a click. null: the browser or the person said no. */
export async function openOwnProfile(document: Document): Promise<OwnPlaces | null> {
  try {
    const { indexedDB, caches, locks } = await (
      document as unknown as WithStorageAccess
    ).requestStorageAccess({
      indexedDB: true,
      caches: true,
      locks: true,
    });
    // Granted, and the database still denied (seen in Chromium 156 without storage partitioning):
    // opening it is then never answered, listing it is refused.
    await indexedDB.databases();
    return { places: { indexedDB, caches, webStorage: [] }, locks: webSessionLocks(locks) };
  } catch {
    return null;
  }
}
