import { asStorageError, storageError } from '../../storage/storage-error';
import type { TroubleListener } from '../../storage/set-aside';
import type { Shelf } from '../../storage/shelf';
import { DEFAULT_SETTINGS, readSettings, type Settings } from './settings';

const KEY = 'settings';

/** The settings of this device. */
export class SettingsStore {
  readonly #shelf: Shelf;
  readonly #onTrouble: TroubleListener;

  constructor(shelf: Shelf, onTrouble: TroubleListener) {
    this.#shelf = shelf;
    this.#onTrouble = onTrouble;
  }

  /** What was kept; a field that cannot be read is at its default, and that is told. @throws StorageError */
  async load(): Promise<Settings> {
    const value = await this.#shelf.get(KEY);
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
    await this.#shelf.set([[KEY, settings]]);
  }
}
