import type { FootageLibrary } from '../footage-library';
import { FootageStore, type StoreOptions } from './store';

/** Own footage with data sets as files; what those need is loaded when they are asked for. */
class DeviceLibrary extends FootageStore implements FootageLibrary {
  async exportDataset(...args: Parameters<FootageLibrary['exportDataset']>): Promise<Blob> {
    const { exportDataset } = await import('../zip/export');
    return exportDataset(this, ...args);
  }

  async importDataset(
    ...args: Parameters<FootageLibrary['importDataset']>
  ): ReturnType<FootageLibrary['importDataset']> {
    const { importDataset } = await import('../zip/import');
    return importDataset(this, ...args);
  }
}

/** Own footage on this device. Nothing is opened before its first use. */
export function openFootageLibrary(options?: StoreOptions): FootageLibrary & FootageStore {
  return new DeviceLibrary(options);
}
