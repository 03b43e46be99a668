import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  DEFAULT_SETTINGS,
  type AlertChannelName,
  type Settings,
  type SettingsStore as KeptSettings,
} from '../../profile';

export interface SettingsState {
  readonly settings: Settings;
  readonly load: () => Promise<void>;
  readonly change: (change: Partial<Settings>) => void;
  readonly choose: (channel: AlertChannelName, on: boolean) => void;
}

export type SettingsStore = StoreApi<SettingsState>;

/** The settings as they stand, kept on every change. */
export function createSettingsStore(kept: KeptSettings, onError: (error: unknown) => void): SettingsStore {
  return createStore<SettingsState>()((set, get) => ({
    settings: DEFAULT_SETTINGS,
    async load() {
      try {
        set({ settings: await kept.load() });
      } catch (error) {
        set({ settings: DEFAULT_SETTINGS });
        onError(error);
      }
    },
    change(change) {
      const settings = { ...get().settings, ...change };
      set({ settings });
      kept.save(settings).catch(onError);
    },
    choose(channel, on) {
      const { channels } = get().settings;
      get().change({ channels: { ...channels, [channel]: on } });
    },
  }));
}
