import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/profile';
import { Device } from './device';

describe('settings', () => {
  it('are the defaults on a new device', async () => {
    const device = new Device();
    expect(await (await device.open()).settings.load()).toEqual(DEFAULT_SETTINGS);
    expect(device.troubles).toEqual([]);
  });

  it('are kept', async () => {
    const device = new Device();
    const changed = {
      ...DEFAULT_SETTINGS,
      volume: 0.2,
      theme: 'dark',
      channels: { ...DEFAULT_SETTINGS.channels, sound: false },
      camera: { deviceId: 'abc', width: 1280, height: 720 },
    } as const;
    await (await device.open()).settings.save(changed);
    expect(await (await device.open()).settings.load()).toEqual(changed);
  });

  it('that two tabs change one after the other are both kept, and the other tab is told', async () => {
    const device = new Device();
    const [a, b] = [await device.open(), await device.open()];
    const told = { a: vi.fn(), b: vi.fn() };
    a.onSettingsElsewhere(told.a);
    b.onSettingsElsewhere(told.b);
    await a.settings.save({ ...DEFAULT_SETTINGS, keepMoments: true });
    await b.settings.load();
    await a.settings.change({ keepMoments: false });
    expect([told.a, told.b].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
    await Promise.all([b.settings.change({ theme: 'dark' }), b.settings.change({ volume: 0.2 })]);
    expect(told.a).toHaveBeenCalledTimes(2);
    const both = { ...DEFAULT_SETTINGS, keepMoments: false, theme: 'dark', volume: 0.2 };
    expect(await a.settings.load()).toEqual(both);
    expect(told.b, 'reading tells nothing').toHaveBeenCalledOnce();
  });

  it('that were being changed while everything was deleted do not come back', async () => {
    const device = new Device();
    const { settings, stores, deleteEverything } = await device.open();
    await settings.save({ ...DEFAULT_SETTINGS, keepMoments: true });
    const get = stores.settings.get.bind(stores.settings);
    vi.spyOn(stores.settings, 'get').mockImplementationOnce(async (key) => {
      const read = await get(key);
      await deleteEverything();
      return read;
    });
    await settings.change({ theme: 'dark' });
    expect(await settings.load()).toEqual(DEFAULT_SETTINGS);
  });

  it('of a newer program are read as far as they can be, and left alone', async () => {
    const device = new Device();
    const newer = { ...DEFAULT_SETTINGS, volume: 0.2, theme: 'sepia', version: 2 };
    await (await device.open()).settings.load();
    await device.tamper('settings', 'settings', newer);
    const { settings } = await device.open();
    expect(await settings.load()).toEqual({ ...DEFAULT_SETTINGS, volume: 0.2 });
    await settings.save(DEFAULT_SETTINGS);
    await settings.change({ volume: 1 });
    expect(device.troubles.map(({ code }) => code)).toEqual(['record-newer']);
    expect(await device.read('settings', 'settings')).toEqual(newer);
  });

  it('lose a wrong field alone, and say so once', async () => {
    const device = new Device();
    const { settings } = await device.open();
    await device.tamper('settings', 'settings', {
      ...DEFAULT_SETTINGS,
      volume: 12,
      mirror: false,
      channels: { ...DEFAULT_SETTINGS.channels, sound: 'loud', title: false },
    });
    const expected = {
      ...DEFAULT_SETTINGS,
      mirror: false,
      channels: { ...DEFAULT_SETTINGS.channels, title: false },
    };
    expect(await settings.load()).toEqual(expected);
    expect(device.troubles.map(({ code }) => code)).toEqual(['record-corrupt']);
    expect(await settings.load()).toEqual(expected);
    expect(device.troubles).toHaveLength(1);
  });

  it.each([['a string'], [42], [null], [[]]])(
    'that are %j are the defaults, and that is said',
    async (rubbish) => {
      const device = new Device();
      const { settings } = await device.open();
      await device.tamper('settings', 'settings', rubbish);
      expect(await settings.load()).toEqual(DEFAULT_SETTINGS);
      expect(device.troubles.length).toBe(Array.isArray(rubbish) ? 0 : 1);
    },
  );

  it('of an older program get the new fields quietly', async () => {
    const device = new Device();
    const { settings } = await device.open();
    await device.tamper('settings', 'settings', { volume: 0.5, leftover: true });
    expect(await settings.load()).toEqual({ ...DEFAULT_SETTINGS, volume: 0.5 });
    expect(device.troubles).toEqual([]);
  });
});
