import { asStorageError, storageError } from '../../storage/storage-error';
import type { TroubleListener } from '../../storage/quarantine';
import type { ObjectStore } from '../../storage/object-store';
import { DEFAULT_SETTINGS, readSettings, type Settings } from './settings';

const KEY = 'settings';

/** The settings of this device. */
export class SettingsStore {
  readonly #store: ObjectStore;
  readonly #onTrouble: TroubleListener;

  constructor(store: ObjectStore, onTrouble: TroubleListener) {
    this.#store = store;
    this.#onTrouble = onTrouble;
  }

  /**
   * What was kept; a field that cannot be read is at its default, and that is told. @throws
   * StorageError
   */
  async load(): Promise<Settings> {
    const value = await this.#store.get(KEY);
    if (value === undefined) return DEFAULT_SETTINGS;
    const { settings, intact } = readSettings(value);
    if (!intact) {
      this.#onTrouble(
        storageError('record-corrupt', 'Some settings could not be read and are at their defaults.'),
      );
      await this.save(settings).catch((error: unknown) => {
        this.#onTrouble(asStorageError(error));
      });
    }
    return settings;
  }

  /** @throws StorageError */
  async save(settings: Settings): Promise<void> {
    await this.#store.set([[KEY, settings]]);
  }
}
