import { CheckpointStore } from '../../profile/checkpoints/checkpoint-store';
import { UnfinishedStore } from '../../profile/checkpoints/unfinished-store';
import { Database } from '../../storage/database';
import { Quarantine } from '../../storage/quarantine';

/**
 * The device's storage as the training worker uses it, opened at the first use: the same database
 * as the page's.
 */
export function trainingStorage(
  factory: IDBFactory,
  clock: () => number,
): { readonly checkpoints: CheckpointStore; readonly unfinished: UnfinishedStore } {
  const database = new Database(factory);
  // Damaged records that are met here show in the page's list of records that were set aside.
  const quarantine = new Quarantine(database.objectStore('set-aside'), clock, () => undefined);
  return {
    checkpoints: new CheckpointStore({
      records: database.objectStore('checkpoints'),
      files: database.objectStore('checkpoint-files'),
      settings: database.objectStore('settings'),
      write: (records, deleted) => database.write(records, database.deletions, deleted),
      quarantine,
      clock,
      newId: () => crypto.randomUUID(),
    }),
    unfinished: new UnfinishedStore(database.objectStore('training'), quarantine),
  };
}
