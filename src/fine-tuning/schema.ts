/**
 * Parts of the schemas that what is stored is checked with. The types that follow from them are
 * read-only.
 */
import * as v from 'valibot';

export const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.readonly());
export const record = <T extends v.ObjectEntries>(entries: T) => v.pipe(v.object(entries), v.readonly());
