/**
 * A restore writes large parts before the records that they belong to, which come all at once. A
 * mark names these parts until then, so that a crash leaves nothing that nobody sees or deletes.
 */
import * as v from 'valibot';
import { OBJECT_STORES, type Database, type RecordPlace } from './database';

/** Key in the object store of the settings, and of the lock that a running restore holds. */
export const UNFINISHED_RESTORE = 'unfinished-restore';
export const RESTORE_MARK: RecordPlace = { store: 'settings', key: UNFINISHED_RESTORE };

const markSchema = v.array(v.object({ store: v.picklist(OBJECT_STORES), key: v.string() }));

/** Deletes what a restore that nobody runs any more has written. */
export async function removeUnfinishedRestore(database: Database): Promise<void> {
  const mark = await database.objectStore('settings').get(UNFINISHED_RESTORE);
  if (mark === undefined) return;
  const parts = v.is(markSchema, mark) ? mark : [];
  await database.write([], database.deletions, [...parts, RESTORE_MARK]);
}
