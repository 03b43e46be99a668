import { describe, expect, it } from 'vitest';
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

  it('of a newer program are read as far as they can be, and left alone', async () => {
    const device = new Device();
    const newer = { ...DEFAULT_SETTINGS, volume: 0.2, theme: 'sepia', version: 2 };
    await (await device.open()).settings.load();
    await device.tamper('settings', 'settings', newer);
    const { settings } = await device.open();
    expect(await settings.load()).toEqual({ ...DEFAULT_SETTINGS, volume: 0.2 });
    await settings.save(DEFAULT_SETTINGS);
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
