import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { folderName, freeName, tidyName } from '../../../src/common/names';
import { openStorage } from '../../../src/profile';
import { pageSessionLocks } from '../../../src/profile/history/history-store';
import { fillDisk } from '../../support/fill-disk';
import { device, frames, NOW, recordingOf } from './device';

afterEach(() => vi.restoreAllMocks());

const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });

/** A library with one person and one finished recording of two seconds: 20 frames, 4 crops. */
async function withRecording() {
  const made = device();
  const person = await made.library.addPerson('  Ada   Lovelace ');
  let recording = await made.library.begin(recordingOf(person.id));
  recording = await made.library.append(recording, await frames(10), {
    extraction: { kind: 'stopped', doneUntil: 1 },
  });
  recording = await made.library.append(recording, await frames(10, 10), { extraction: { kind: 'done' } });
  return { ...made, person, recording, id: recording.id };
}

describe('people', () => {
  it('are added, renamed and listed by name, under ids that are safe as folder names', async () => {
    const { library } = device();
    const zoe = await library.addPerson('Zoë');
    const ada = await library.addPerson(' Ada \n L. ');
    expect(zoe.id).toMatch(/^[a-z0-9-]+$/);
    expect(zoe.id).not.toBe(ada.id);
    expect((await library.people()).map(({ name }) => name)).toEqual(['Ada L.', 'Zoë']);
    await library.renamePerson(zoe.id, 'Abe');
    expect((await library.people()).map(({ name }) => name)).toEqual(['Abe', 'Ada L.']);
    await expect(library.addPerson(' – ')).rejects.toThrow(code('footage-name'));
    await expect(library.renamePerson('nobody', 'x')).rejects.toThrow(code('footage-missing'));
  });

  it('take their recordings along when they are deleted', async () => {
    const { library, person, id } = await withRecording();
    const other = await library.addPerson('Bea');
    await library.begin(recordingOf(other.id));
    await library.deletePerson(person.id);
    expect((await library.people()).map(({ name }) => name)).toEqual(['Bea']);
    expect((await library.recordings()).map(({ personId }) => personId)).toEqual([other.id]);
    await expect(library.signals(id)).rejects.toThrow(code('footage-missing'));
    await expect(library.crop(id, 0)).rejects.toThrow(code('footage-missing'));
    expect((await library.storage()).footage).toBe(0);
  });
});

describe('a recording', () => {
  it('keeps frames and crops in order, over several writes', async () => {
    const { library, id, recording } = await withRecording();
    const signals = await library.signals(id);
    expect(signals.map(({ time }) => time)).toEqual(Array.from({ length: 20 }, (_, i) => i / 10));
    expect(signals.flatMap(({ crop }) => crop ?? [])).toEqual([0, 1, 2, 3]);
    expect(signals[3]!.signals!.ear.left).toBeCloseTo(0.303, 6);
    expect(signals[3]!.signals!.pose).toEqual({ pitch: 4.5, yaw: -2, roll: 0.125 });
    expect(signals[9]).toEqual({ time: 0.9, signals: null, missing: 'no-face', crop: null });
    expect(recording).toMatchObject({ seen: 20, kept: 4, dropped: { 'no-face': 2 }, createdAt: NOW });
    const blobs = await Promise.all([3, 0, 2].map((index) => library.crop(id, index)));
    const wanted = (await frames(20)).flatMap(({ crop }) => crop ?? []);
    expect(blobs.map(({ type }) => type)).toEqual(['image/png', 'image/png', 'image/png']);
    expect(new Uint8Array(await blobs[0]!.arrayBuffer())).toEqual(wanted[3]!.bytes);
    await expect(library.crop(id, 4)).rejects.toThrow(code('footage-missing'));
  });

  it('gets a session name that is free for the person', async () => {
    const { library, person } = await withRecording();
    expect((await library.begin(recordingOf(person.id))).session).toBe('morning-2');
    expect((await library.begin(recordingOf(person.id, { session: 'MORNING' }))).session).toBe('MORNING-3');
    expect((await library.begin(recordingOf('someone-else'))).session).toBe('morning');
    await expect(library.begin(recordingOf(person.id, { session: '../..' }))).rejects.toThrow(
      code('footage-name'),
    );
  });

  it('tells its labels and how many there are of each', async () => {
    const { library, id } = await withRecording();
    expect(await library.labels(id)).toEqual([null, null]);
    await library.setLabels(id, ['awake', 'asleep', null]);
    expect(await library.labels(id)).toEqual(['awake', 'asleep']);
    expect((await library.recordings())[0]!.labelled).toEqual({ asleep: 1, drowsy: 0, awake: 1 });
    await expect(library.setLabels(id, [null, null, 'drowsy'])).rejects.toThrow(code('footage-labels'));
    expect(await library.labels(id)).toEqual(['awake', 'asleep']);
  });

  it('keeps what its guide asked for, until it is deleted', async () => {
    const { library, person, id, factory } = await withRecording();
    const guide = [{ label: 'drowsy', confidence: 0.8 } as const, null];
    const guided = await library.begin(recordingOf(person.id, { kind: 'webcam' }), { guide });
    expect(await device(factory).library.guide(guided.id)).toEqual(guide);
    expect(await library.guide(id)).toBeNull();
    await library.deleteRecording(guided.id);
    expect(await library.guide(guided.id)).toBeNull();
  });

  it('that was deleted meanwhile takes nothing more', async () => {
    const { library, recording } = await withRecording();
    await library.deleteRecording(recording.id);
    await expect(library.append(recording, await frames(2), {})).rejects.toThrow(code('footage-missing'));
    expect(await library.recordings()).toEqual([]);
  });

  it('loses nothing when the disk is full, and goes on when there is space', async () => {
    const { library, recording, id } = await withRecording();
    const free = fillDisk();
    await expect(library.append(recording, await frames(10, 20), {})).rejects.toThrow(code('storage-full'));
    free();
    expect(await library.signals(id)).toHaveLength(20);
    expect(await library.recording(id)).toEqual(recording);
    await library.append(recording, await frames(10, 20), {});
    expect(await library.signals(id)).toHaveLength(30);
  });

  it('counts its bytes', async () => {
    const { library, recording } = await withRecording();
    const pictures = (await frames(20)).reduce((sum, { crop }) => sum + (crop?.bytes.length ?? 0), 0);
    expect(recording.bytes).toBe(pictures + 20 * (8 + 24 + 1 + 4));
    expect(await library.storage()).toEqual({ footage: recording.bytes, used: 5_000, quota: 80_000 });
  });
});

describe('damaged records', () => {
  async function tamper(factory: IDBFactory, change: (store: IDBObjectStore) => void): Promise<void> {
    const opening = factory.open('wakeful');
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const transaction = opening.result.transaction('footage', 'readwrite');
    change(transaction.objectStore('footage'));
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    opening.result.close();
  }

  it('are set aside and told, and everything else works', async () => {
    const { library, factory, id, person, troubles } = await withRecording();
    await tamper(factory, (store) => {
      store.put({ time: new Float64Array(1) }, `frames/${id}/000000000`);
      store.put(
        { types: ['image/png'], ends: new Uint32Array(2), bytes: new Uint8Array(3) },
        `crops/${id}/000000002`,
      );
      store.put({ name: 7 }, 'people/broken');
    });
    expect((await library.signals(id)).map(({ time }) => time)[0]).toBe(1);
    await expect(library.crop(id, 3)).rejects.toThrow(code('record-corrupt'));
    expect((await library.crop(id, 1)).size).toBeGreaterThan(0);
    expect((await library.people()).map(({ id: known }) => known)).toEqual([person.id]);
    expect(troubles.map(({ code: told }) => told)).toEqual([
      'record-corrupt',
      'record-corrupt',
      'record-corrupt',
    ]);
    const profile = await openStorage({
      onTrouble: () => undefined,
      places: { indexedDB: factory, caches: null, webStorage: [] },
      locks: pageSessionLocks(),
    });
    expect((await profile.quarantine.list()).map(({ shelf }) => shelf)).toEqual([
      'footage',
      'footage',
      'footage',
    ]);
  });
});

describe('the one database', () => {
  it('keeps what an earlier version kept, and gets the object store', async () => {
    const factory = new IDBFactory();
    const opening = factory.open('wakeful', 1);
    opening.onupgradeneeded = () => {
      for (const name of ['learners', 'sessions', 'settings', 'set-aside'])
        opening.result.createObjectStore(name);
      opening.transaction!.objectStore('settings').put('learner-1', 'active-learner');
    };
    await new Promise((resolve) => (opening.onsuccess = resolve));
    opening.result.close();
    const { library } = device(factory);
    await library.addPerson('Ada');
    expect(await library.people()).toHaveLength(1);
    const again = factory.open('wakeful');
    await new Promise((resolve) => (again.onsuccess = resolve));
    const kept = again.result.transaction('settings').objectStore('settings').get('active-learner');
    await new Promise((resolve) => (kept.onsuccess = resolve));
    expect(kept.result).toBe('learner-1');
    again.result.close();
  });

  it('goes away with everything else', async () => {
    const { library, factory } = await withRecording();
    const profile = await openStorage({
      onTrouble: () => undefined,
      places: { indexedDB: factory, caches: null, webStorage: [] },
      locks: pageSessionLocks(),
    });
    await profile.deleteEverything();
    expect(await library.people()).toEqual([]);
    expect(await library.recordings()).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    ['Ada', 'Ada'],
    [' a  b ', 'a b'],
    ['../../etc', 'etc'],
    ['a/b\\c:d', 'a-b-c-d'],
    ['Jürgen 2', 'Jürgen 2'],
    ['CON', 'CON-1'],
    ['Awake', 'Awake-1'],
    ['...', null],
    ['🙂', null],
  ])('%j becomes the folder %j', (name, folder) => expect(folderName(name)).toBe(folder));

  it('are tidied, bounded, and made free', () => {
    expect(tidyName(`  ${'x'.repeat(100)}`)).toBe('x'.repeat(60));
    expect(tidyName('\u202egpj.exe\u0007')).toBe('gpj.exe');
    expect(freeName('A', ['a', 'a-2'])).toBe('A-3');
  });
});
