import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { DEFAULT_SETTINGS, type AlertChannelName, type Settings, type SettingsStore } from '../../profile';

/** The settings as they stand, kept on every change. */
export function createSettings(kept: SettingsStore, onError: (error: unknown) => void) {
  return createStore(
    combine({ settings: DEFAULT_SETTINGS }, (set, get) => {
      function change(changed: Partial<Settings>): void {
        const settings = { ...get().settings, ...changed };
        set({ settings });
        kept.save(settings).catch(onError);
      }
      return {
        load: async (): Promise<void> => {
          try {
            set({ settings: await kept.load() });
          } catch (error) {
            set({ settings: DEFAULT_SETTINGS });
            onError(error);
          }
        },
        change,
        choose: (channel: AlertChannelName, on: boolean): void => {
          change({ channels: { ...get().settings.channels, [channel]: on } });
        },
      };
    }),
  );
}
