import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { Milliseconds } from '../common/clock';
import type { ObjectStore } from '../storage/object-store';
import { encode } from './encoding';
import { BACKUP_VERSION, FORMAT, MANIFEST, partPath, recordPath } from './format';
import { BACKED_UP, placeOf, type BackedUp } from './records';

export type KeptStores = Readonly<Record<BackedUp, ObjectStore>>;

export interface Backup {
  readonly file: Blob;
  /** Records that are damaged, or that a newer program wrote: they are not in it. */
  readonly left: number;
}

/**
 * Everything that this device keeps, as one file. The browser keeps the growing zip on its disk.
 * @param now epoch ms @throws StorageError; the signal's reason
 */
export async function exportBackup(
  stores: KeptStores,
  now: Milliseconds,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Backup> {
  // No workers: theirs would be blobs, which the security policy refuses.
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false, level: 0, signal });
  const addJson = (path: string, value: unknown) =>
    zip.add(path, new TextReader(JSON.stringify(value)), { level: 6 });
  const all: { store: BackedUp; key: string }[] = [];
  for (const store of BACKED_UP) all.push(...(await stores[store].keys()).map((key) => ({ store, key })));
  let records = 0;
  let parts = 0;
  let left = 0;
  for (const [done, { store, key }] of all.entries()) {
    signal.throwIfAborted();
    onProgress(done / all.length);
    const place = placeOf(store, key);
    if (!place) continue;
    const value = await stores[store].get(key);
    if (value === undefined) continue; // deleted meanwhile
    if (place.fault(value) !== null) {
      left++;
      continue;
    }
    const apart: [path: string, bytes: Uint8Array<ArrayBuffer>][] = [];
    const encoded = await encode(value, (bytes) => {
      const path = partPath(parts++);
      apart.push([path, bytes]);
      return path;
    });
    for (const [path, bytes] of apart) await zip.add(path, new Uint8ArrayReader(bytes));
    await addJson(recordPath(records++), { store, key, value: encoded });
  }
  await addJson(MANIFEST, { format: FORMAT, version: BACKUP_VERSION, createdAt: now, records });
  return { file: await zip.close(), left };
}
