import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { BackupError } from '../../../src/backup/backup-error';
import { exportBackup } from '../../../src/backup/export';
import { readBackup } from '../../../src/backup/restore';
import { DEFAULT_SETTINGS, type ProfileStorage } from '../../../src/profile';
import { pageSessionLocks } from '../../../src/profile/history/history-store';
import { Database } from '../../../src/storage/database';
import { dumpDatabase, restoreDatabase, type DatabaseDump } from '../../support/database-dump';
import { fillDisk } from '../../support/fill-disk';
import { Device, NOW } from '../profile/device';

const STORED = JSON.parse(
  readFileSync(new URL('../../fixtures/stored-device.json', import.meta.url), 'utf8'),
) as DatabaseDump;
const { signal } = new AbortController();
const nobody = (): void => undefined;

async function deviceWith(dump?: DatabaseDump): Promise<{ device: Device; storage: ProfileStorage }> {
  const device = new Device();
  if (dump) await restoreDatabase(device.factory, dump);
  return { device, storage: await device.open() };
}

const read = (file: Blob, { stores, database, holdRestore: hold }: ProfileStorage) =>
  readBackup(file, stores, { database: database!, hold }, nobody, signal);

/** All but what is a device's own: damaged records, and the mark of its database. */
async function contentOf({ factory }: Device): Promise<DatabaseDump['stores']> {
  const { stores } = await dumpDatabase(factory, 'wakeful');
  const settings = stores['settings']!.filter(([key]) => key !== 'database-birth');
  return { ...stores, settings, 'set-aside': [] };
}

/** The device of the stored fixture, as a backup. */
let full: { device: Device; storage: ProfileStorage };
let file: Blob;
beforeAll(async () => {
  full = await deviceWith(STORED);
  ({ file } = await exportBackup(full.storage.stores, NOW, nobody, signal));
});

describe('everything as one file', () => {
  it('makes a new device equal to the old one', async () => {
    const { device, storage } = await deviceWith();
    const restoration = await read(file, storage);
    expect(restoration.plan).toEqual({
      add: { learner: 2, session: 2, settings: 1, network: 2, training: 1, recording: 2 },
      replace: {},
      skip: {},
    });
    expect((await contentOf(device))['learners'], 'nothing is written before it is asked').toEqual([]);
    const told = vi.fn();
    await restoration.apply(told, signal);
    expect(await contentOf(device)).toEqual(await contentOf(full.device));
    expect(told).toHaveBeenCalled();
    expect(device.troubles).toEqual([]);
    expect((await storage.learners.active())?.name).toBe('Ada');
    expect(await storage.checkpoints.adopted()).not.toBeNull();
  });

  it('changes nothing where all is here already', async () => {
    const { device, storage } = await deviceWith(STORED);
    const before = await contentOf(device);
    const restoration = await read(file, storage);
    expect(restoration.plan.add).toEqual({});
    expect(restoration.plan.replace).toEqual({});
    await restoration.apply(nobody, signal);
    expect(await contentOf(device)).toEqual(before);
  });

  it('adds to what is here: the later learner and the settings of the file win, nothing else is touched', async () => {
    const { device, storage } = await deviceWith(STORED);
    const [ada, bob] = await storage.learners.list();
    device.now = NOW + 1e9;
    await storage.learners.rename(ada!.id, 'Ada of later');
    await device.tamper('learners', bob!.id, { ...bob!, name: 'Bob of before', updatedAt: 1 });
    await storage.settings.save({ ...DEFAULT_SETTINGS, theme: 'light' });
    const sessions = await storage.history.list();
    await storage.history.delete(sessions[0]!.id);
    const restoration = await read(file, storage);
    expect(restoration.plan.add).toEqual({ session: 1 });
    expect(restoration.plan.replace).toEqual({ learner: 1, settings: 1 });
    await restoration.apply(nobody, signal);
    expect((await storage.learners.list()).map(({ name }) => name)).toEqual(['Ada of later', 'Bob']);
    expect((await storage.settings.load()).theme).toBe('dark');
    expect(await storage.history.list()).toEqual(sessions);
  });

  it('holds what could not be written yet', async () => {
    const { storage } = await deviceWith();
    const freeSpace = fillDisk();
    const recorder = await storage.history.begin(null);
    await recorder.end(NOW + 12_000);
    freeSpace();
    const backup = await exportBackup(storage.stores, NOW, nobody, signal);
    const other = await deviceWith();
    await (await read(backup.file, other.storage)).apply(nobody, signal);
    expect(await other.storage.history.list()).toHaveLength(1);
  });

  it('leaves damaged records out, and counts them', async () => {
    const { device, storage } = await deviceWith(STORED);
    await device.tamper('learners', 'broken', { id: 'broken' });
    const backup = await exportBackup(storage.stores, NOW, nobody, signal);
    expect(backup.left).toBe(1);
    const other = await deviceWith();
    expect((await read(backup.file, other.storage)).plan.add.learner).toBe(2);
  });
});

describe('a file that cannot be restored', () => {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const zip = (files: Record<string, Uint8Array>) => new Blob([new Uint8Array(zipSync(files))]);
  const manifest = { format: 'wakeful-backup', version: 1, createdAt: NOW, records: 1 };
  const record = (value: unknown) =>
    zip({ 'backup.json': json(manifest), 'records/000000.json': json(value) });
  const FILES: Record<string, [code: string, file: () => Blob]> = {
    'is no zip': ['backup-foreign', () => new Blob(['{}'])],
    'is another zip': ['backup-foreign', () => zip({ 'dataset.json': json({}) })],
    'names another format': ['backup-foreign', () => zip({ 'backup.json': json({ format: 'x' }) })],
    'is of a newer version': [
      'backup-newer',
      () => zip({ 'backup.json': json({ ...manifest, version: 2, more: true }) }),
    ],
    'holds a newer record': [
      'backup-newer',
      () => record({ store: 'learners', key: 'a', value: { version: 2, id: 'a' } }),
    ],
    'lacks a record': ['backup-damaged', () => zip({ 'backup.json': json(manifest) })],
    'holds a wrong record': ['backup-damaged', () => record({ store: 'learners', key: 'a', value: {} })],
    'would mark the database': [
      'backup-damaged',
      () => record({ store: 'settings', key: 'database-birth', value: 'x' }),
    ],
    'lacks a part': [
      'backup-damaged',
      () => record({ store: 'training', key: 'file', value: { $type: 'ArrayBuffer', part: 'parts/1' } }),
    ],
    'would fill the memory': [
      'backup-damaged',
      () => record({ store: 'sessions', key: 'session/a', value: { version: 1, id: 'a', seconds: 4e9 } }),
    ],
  };
  it.each(Object.entries(FILES))('because it %s changes nothing', async (_, [code, wrong]) => {
    const { device, storage } = await deviceWith(STORED);
    const before = await contentOf(device);
    const error: unknown = await read(wrong(), storage).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackupError);
    expect(error).toMatchObject({ code });
    expect(await contentOf(device)).toEqual(before);
  });

  it('because a byte is wrong is refused, or was no part of what it holds', async () => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { storage } = await deviceWith();
    const whole = await read(file, storage);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const damaged = bytes.slice();
        damaged[at]! ^= by;
        const outcome = await read(new Blob([damaged]), storage).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BackupError);
        else expect(outcome).toMatchObject({ plan: whole.plan, createdAt: whole.createdAt });
      }),
      { numRuns: 60 },
    );
  });
});

describe('a restore that does not come to its end', () => {
  it('leaves what was here when the disk is full half way', async () => {
    const { device, storage } = await deviceWith();
    await storage.settings.save({ ...DEFAULT_SETTINGS, volume: 0.5 });
    const before = await contentOf(device);
    const restoration = await read(file, storage);
    let freeSpace = nobody;
    const failing = restoration.apply((fraction) => {
      if (fraction > 0.5 && freeSpace === nobody) freeSpace = fillDisk();
    }, signal);
    await expect(failing).rejects.toMatchObject({ code: 'storage-full' });
    freeSpace();
    expect(await contentOf(device)).toEqual(before);
  });

  it('leaves what was here when it is cancelled', async () => {
    const { device, storage } = await deviceWith();
    const before = await contentOf(device);
    const cancel = new AbortController();
    const restoration = await read(file, storage);
    const cancelled = restoration.apply((fraction) => fraction > 0.8 && cancel.abort(), cancel.signal);
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(await contentOf(device)).toEqual(before);
  });

  /** A page that goes away half way: its promises never settle, and its locks are free. */
  async function crashHalfWay(device: Device, storage: ProfileStorage): Promise<void> {
    const restoration = await read(file, storage);
    const write = vi.spyOn(storage.database!, 'write');
    const never = new Promise<never>(() => undefined);
    await new Promise<void>((crashed) => {
      let parts = 0;
      const real = Database.prototype.write.bind(storage.database!);
      write.mockImplementation(async (...args) => {
        if (parts++ === 3) crashed();
        return parts > 3 ? never : real(...args);
      });
      void restoration.apply(nobody, signal);
    });
    device.locks = pageSessionLocks();
  }

  it('leaves nothing when the page crashes, once Wakeful is opened again', async () => {
    const { device, storage } = await deviceWith();
    const before = await contentOf(device);
    await crashHalfWay(device, storage);
    expect(await contentOf(device), 'parts were written').not.toEqual(before);
    const again = await device.open();
    expect(await contentOf(device)).toEqual(before);
    await (await read(file, again)).apply(nobody, signal);
    expect(await contentOf(device)).toEqual(await contentOf(full.device));
  });

  it('goes on while another tab is opened', async () => {
    const { device, storage } = await deviceWith();
    const restoration = await read(file, storage);
    const opening: Promise<unknown>[] = [];
    await restoration.apply((fraction) => {
      if (fraction > 0.5 && opening.length === 0) opening.push(device.open());
    }, signal);
    await Promise.all(opening);
    expect(await contentOf(device)).toEqual(await contentOf(full.device));
  });

  it('brings nothing back that another tab deletes meanwhile', async () => {
    const { device, storage } = await deviceWith();
    const other = await device.open();
    const restoration = await read(file, storage);
    const deleting: Promise<void>[] = [];
    const restoring = restoration.apply((fraction) => {
      if (fraction > 0.5 && deleting.length === 0) deleting.push(other.deleteEverything());
    }, signal);
    await expect(restoring).rejects.toMatchObject({ code: 'storage-deleted' });
    await Promise.all(deleting);
    await new Database(device.factory).open();
    for (const entries of Object.values(await contentOf(device))) expect(entries).toEqual([]);
  });
});
