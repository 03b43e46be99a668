import { describe, expect, it, vi } from 'vitest';
import { readCheckpointCard } from '../../../src/network/checkpoint-card';
import { madeUpCheckpoint, seededWeights, toyBackbone } from '../../support/networks';
import { Device, NOW } from './device';
import { fillDisk } from '../../support/fill-disk';

const file = (await madeUpCheckpoint(toyBackbone, seededWeights(toyBackbone, 1), { fromStage: 'block' }))
  .buffer;
const HELD_OUT = { before: 0.5, after: 0.75 };

describe('checkpoints on a device', () => {
  it('are kept over a reload with their cards and verdicts, the latest first', async () => {
    const device = new Device();
    const { checkpoints } = await device.open();
    await checkpoints.add(file, 'first', null);
    device.now += 1_000;
    await checkpoints.add(file, '  mine ', HELD_OUT, { any: 'verdict' });

    const reloaded = (await device.open()).checkpoints;
    const [mine, first] = await reloaded.list();
    expect(mine).toMatchObject({
      name: 'mine',
      createdAt: NOW + 1_000,
      bytes: file.byteLength,
      heldOut: HELD_OUT,
    });
    expect(JSON.parse(mine!.card)).toEqual(readCheckpointCard(new Uint8Array(file)));
    expect(new Uint8Array(await reloaded.file(mine!.id))).toEqual(new Uint8Array(file));
    expect(await reloaded.verdict(mine!.id)).toEqual({ any: 'verdict' });
    expect(await reloaded.verdict(first!.id)).toBeUndefined();
  });

  it('can be renamed, never to nothing, and without a name have the card’s', async () => {
    const { checkpoints } = await new Device().open();
    const { id, name } = await checkpoints.add(file, ' ', null);
    expect(name).toBe('made up for a test');
    await checkpoints.rename(id, ' mine ');
    await checkpoints.rename(id, '   ');
    expect((await checkpoints.get(id))?.name).toBe('mine');
  });

  it('must be checkpoints', async () => {
    const { checkpoints } = await new Device().open();
    const adding = checkpoints.add(new TextEncoder().encode('GIF89a, a cat').buffer, 'cat', null);
    await expect(adding).rejects.toMatchObject({ code: 'checkpoint-invalid' });
    expect(await checkpoints.list()).toEqual([]);
  });

  it('leave nothing behind when they are deleted, or when the disk is full', async () => {
    const device = new Device();
    const { checkpoints } = await device.open();
    const { id } = await checkpoints.add(file, 'mine', HELD_OUT, 'verdict');
    await checkpoints.delete(id);
    const free = fillDisk();
    await expect(checkpoints.add(file, 'too much', null)).rejects.toMatchObject({ code: 'storage-full' });
    free();
    expect(await device.keys('checkpoints')).toEqual([]);
    expect(await device.keys('checkpoint-files')).toEqual([]);
  });

  it('are kept and deleted in one transaction: a crash leaves all of one or nothing', async () => {
    const { checkpoints } = await new Device().open();
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const written = () =>
      transaction.mock.calls.flatMap(([names, mode]) => {
        const all = typeof names === 'string' ? [names] : [...names];
        const stores = all.filter((name) => name.startsWith('checkpoint'));
        return mode === 'readwrite' && stores.length > 0 ? [stores.toSorted()] : [];
      });
    const { id } = await checkpoints.add(file, 'mine', HELD_OUT, 'verdict');
    expect(written()).toEqual([['checkpoint-files', 'checkpoints']]);
    transaction.mockClear();
    await checkpoints.delete(id);
    expect(written()).toEqual([['checkpoint-files', 'checkpoints']]);
    transaction.mockRestore();
  });

  it('go with everything else', async () => {
    const device = new Device();
    const { checkpoints, deleteEverything } = await device.open();
    await checkpoints.adopt((await checkpoints.add(file, 'mine', null)).id);
    await deleteEverything();
    expect(await checkpoints.list()).toEqual([]);
    expect(await checkpoints.adopted()).toBeNull();
  });
});

describe('adopting', () => {
  async function withTwo() {
    const { checkpoints } = await new Device().open();
    const a = (await checkpoints.add(file, 'a', null)).id;
    const b = (await checkpoints.add(file, 'b', null)).id;
    return { checkpoints, a, b };
  }

  it('begins with the shipped one, and can be rolled back step by step', async () => {
    const { checkpoints, a, b } = await withTwo();
    expect(await checkpoints.adopted()).toBeNull();
    expect(await checkpoints.canRollBack()).toBe(false);
    await checkpoints.adopt(a);
    await checkpoints.adopt(b);
    await checkpoints.adopt(b);
    expect(await checkpoints.adopted()).toBe(b);
    expect(await checkpoints.rollBack()).toBe(a);
    expect(await checkpoints.rollBack()).toBeNull();
    expect(await checkpoints.canRollBack()).toBe(false);
    expect(await checkpoints.adopted()).toBeNull();
  });

  it('knows about which ones somebody has decided, until they are deleted', async () => {
    const { checkpoints, a, b } = await withTwo();
    expect(await checkpoints.decided()).toEqual([]);
    await checkpoints.adopt(a);
    await checkpoints.rollBack();
    await checkpoints.decide(b);
    await checkpoints.decide(b);
    expect(await checkpoints.decided()).toEqual([a, b]);
    await checkpoints.delete(a);
    expect(await checkpoints.decided()).toEqual([b]);
  });

  it('forgets a deleted one: the shipped one judges, and a roll-back goes past it', async () => {
    const { checkpoints, a, b } = await withTwo();
    await checkpoints.adopt(a);
    await checkpoints.adopt(b);
    await checkpoints.delete(a);
    expect(await checkpoints.adopted()).toBe(b);
    await checkpoints.delete(b);
    expect(await checkpoints.adopted()).toBeNull();
    expect(await checkpoints.rollBack()).toBeNull();
  });

  it('of something that is not here is refused', async () => {
    const { checkpoints } = await withTwo();
    await expect(checkpoints.adopt('nothing')).rejects.toMatchObject({ code: 'record-corrupt' });
    expect(await checkpoints.adopted()).toBeNull();
  });
});

describe('damage', () => {
  it.each([
    ['a number', () => 7],
    ['a record with a broken card', (good: object) => ({ ...good, card: '{' })],
    ['a record under another id', (good: object) => ({ ...good, id: 'other' })],
    ['a record without a name', (good: object) => ({ ...good, name: '' })],
  ])('%s is set aside with its file, reported, and not adopted any more', async (_, damage) => {
    const device = new Device();
    const { checkpoints, quarantine } = await device.open();
    const whole = await checkpoints.add(file, 'whole', null);
    const { id } = await checkpoints.add(file, 'broken', null);
    await checkpoints.adopt(id);
    await device.tamper('checkpoints', id, damage((await checkpoints.get(id))!));
    expect((await checkpoints.list()).map((checkpoint) => checkpoint.id)).toEqual([whole.id]);
    expect(device.troubles.map(({ code }) => code)).toContain('record-corrupt');
    expect((await quarantine.list()).map((record) => record.shelf).sort()).toEqual([
      'checkpoint-files',
      'checkpoints',
    ]);
    expect(await checkpoints.adopted()).toBeNull();
  });

  it('is not what a card is that this release refuses: it stays, for another to use', async () => {
    const device = new Device();
    const { checkpoints, quarantine } = await device.open();
    const { id } = await checkpoints.add(file, 'mine', null);
    await checkpoints.adopt(id);
    const good = (await checkpoints.get(id))!;
    const card = JSON.stringify({ ...(JSON.parse(good.card) as object), inputSize: 8192 });
    await device.tamper('checkpoints', id, { ...good, card });
    expect(await checkpoints.list()).toEqual([{ ...good, card }]);
    expect(await checkpoints.adopted()).toBe(id);
    expect(await quarantine.list()).toEqual([]);
  });

  it('of the file shows when it is read', async () => {
    const device = new Device();
    const { checkpoints } = await device.open();
    const { id } = await checkpoints.add(file, 'mine', null);
    await checkpoints.adopt(id);
    await device.tamper('checkpoint-files', `file/${id}`, file.slice(10));
    await expect(checkpoints.file(id)).rejects.toMatchObject({ code: 'record-corrupt' });
    expect(await checkpoints.list()).toEqual([]);
    expect(await checkpoints.adopted()).toBeNull();
    await expect(checkpoints.file(id)).rejects.toMatchObject({ code: 'record-corrupt' });
  });
});

describe('a device of an earlier release', () => {
  it('keeps what it has and gets the new stores', async () => {
    const device = new Device();
    const old = device.factory.open('wakeful', 1);
    old.onupgradeneeded = () => {
      for (const name of ['learners', 'sessions', 'settings', 'set-aside'])
        old.result.createObjectStore(name);
    };
    await new Promise((resolve) => (old.onsuccess = resolve));
    old.result.close();
    await device.tamper('settings', 'settings', { volume: 0.3 });
    const { checkpoints, settings, blocked } = await device.open();
    expect(blocked).toBeNull();
    expect((await settings.load()).volume).toBe(0.3);
    await checkpoints.add(file, 'mine', null);
    expect(await checkpoints.list()).toHaveLength(1);
  });
});
