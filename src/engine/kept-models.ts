import type { BackboneId } from '../common/backbone-ids';
import { ModelCache } from '../vision/model-cache';
import { downloadModel, type ModelProgress } from '../vision/model-download';
import type { ModelFile } from '../vision/model-file';
import { neededModels } from './network-worker/files';

/** The files for a backbone that are not in this browser yet. */
export async function missingModels(
  backbone: BackboneId,
  cache: ModelCache | null = ModelCache.ofBrowser(),
): Promise<readonly ModelFile[]> {
  const { eyes, weights, trained } = neededModels(backbone);
  const needed = [...eyes, weights, trained].filter((file) => file !== null);
  const kept = await Promise.all(needed.map((file) => (cache ? cache.has(file) : Promise.resolve(false))));
  return needed.filter((_, index) => !kept[index]);
}

/**
 * Brings them here, one after the other: nobody waits for them. A file that a starting session
 * downloads meanwhile comes once.
 * @throws WakefulError `model-load`; or the signal's reason
 */
export async function keepModels(
  backbone: BackboneId,
  onProgress: (progress: ModelProgress) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (const file of await missingModels(backbone)) {
    await downloadModel(file, { onProgress, ...(signal ? { signal } : {}) });
  }
}
