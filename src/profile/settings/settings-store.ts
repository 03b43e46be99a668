import { asStorageError, storageError } from '../../storage/storage-error';
import { isNewer, type TroubleListener } from '../../storage/quarantine';
import type { ObjectStore } from '../../storage/object-store';
import { DEFAULT_SETTINGS, readSettings, type Settings } from './settings';

export const SETTINGS_KEY = 'settings';

/** The settings of this device. */
export class SettingsStore {
  readonly #store: ObjectStore;
  readonly #onTrouble: TroubleListener;
  readonly #onChanged: () => void;
  /** The last of what was asked for: one comes after the other. */
  #last: Promise<unknown> = Promise.resolve();
  /** Grows whenever everything was deleted: changes begun before must not bring it back. */
  #deletions = 0;
  /** A newer program wrote them: they are read as far as they can be, and left alone. */
  #isNewer = false;

  /** @param onChanged `change` has kept something */
  constructor(store: ObjectStore, onTrouble: TroubleListener, onChanged: () => void) {
    this.#store = store;
    this.#onTrouble = onTrouble;
    this.#onChanged = onChanged;
  }

  /**
   * What was kept; a field that cannot be read is at its default, and that is told. @throws
   * StorageError
   */
  load(): Promise<Settings> {
    return this.#next(() => this.#load());
  }

  /**
   * Keeps these fields; all others stay as they are kept, whichever tab wrote them. For this visit
   * only where a newer program wrote them. @throws StorageError
   */
  change(changed: Partial<Settings>): Promise<void> {
    const asked = this.#deletions;
    return this.#next(async () => {
      if (this.#isNewer) return;
      const kept = await this.#load();
      if (asked !== this.#deletions) return;
      await this.save({ ...kept, ...changed });
      this.#onChanged();
    });
  }

  /** Everything was deleted. */
  forget(): void {
    this.#deletions++;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #load(): Promise<Settings> {
    const value = await this.#store.get(SETTINGS_KEY);
    this.#isNewer = isNewer(value, 1);
    if (value === undefined) return DEFAULT_SETTINGS;
    const { settings, intact } = readSettings(value);
    if (this.#isNewer) {
      this.#onTrouble(storageError('record-newer', 'A newer Wakeful wrote the settings.'));
    } else if (!intact) {
      this.#onTrouble(
        storageError('record-corrupt', 'Some settings could not be read and are at their defaults.'),
      );
      await this.save(settings).catch((error: unknown) => {
        this.#onTrouble(asStorageError(error));
      });
    }
    return settings;
  }

  /** For this visit only where a newer program wrote them. */
  async save(settings: Settings): Promise<void> {
    if (this.#isNewer) return;
    await this.#store.set([[SETTINGS_KEY, settings]]);
  }
}
