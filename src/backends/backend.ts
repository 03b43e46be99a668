import { messageOf, WakefulError } from '../common/errors';
import { BACKENDS, type BackendName } from '../common/backends';

/**
 * Where the page serves tfjs's wasm files (same origin; Vite `?url` imports). The threaded one is
 * never used: its threads need cross-origin isolation, which a page inside a learning platform
 * lacks, and workers from blobs, which our CSP forbids.
 */
export interface WasmUrls {
  readonly 'tfjs-backend-wasm.wasm': string;
  readonly 'tfjs-backend-wasm-simd.wasm': string;
}

/** A tfjs backend that is up and tfjs's current one. */
export interface RunningBackend {
  readonly name: BackendName;
  /** Adapter, renderer or instruction set. */
  readonly device: string;
  /** Resolves with the reason when the device goes away; never for wasm. Never rejects. */
  readonly lost: Promise<string>;
  /**
   * Makes the first real verdict as fast as the later ones (shaders, memory).
   * @param compute the network's computations without reading anything back
   * @param run the same with readback
   */
  warmUp(compute: () => void, run: () => Promise<void>): Promise<void>;
  /** Takes the backend out of tfjs. Tensors on it must have been disposed of. */
  release(): void;
}

export interface BackendOptions {
  /** The learner asked for this very backend: software adapters are let pass. */
  readonly forced: boolean;
  readonly wasm: WasmUrls;
}

/** Starts one backend or rejects with WakefulError `backend-unavailable`. */
export type BackendStarter = (options: BackendOptions) => Promise<RunningBackend>;

export function backendUnavailable(name: BackendName, detail: string, options?: ErrorOptions) {
  return new WakefulError(
    'backend-unavailable',
    `${name}: ${detail}`,
    'Let the page choose the backend itself (remove ?backend= from the address), or use a current browser.',
    options,
  );
}

/** Names of drivers that compute on the CPU: slower there than wasm. */
const SOFTWARE_DRIVER = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render/i;

export function isSoftwareDriver(description: string): boolean {
  return SOFTWARE_DRIVER.test(description);
}

/**
 * Starts the forced backend, or the best one that will start.
 * @param excluded backends not to try any more (their device was lost too often)
 * @throws WakefulError `backend-unavailable` saying why each one did not start; `model-load` when
 *   the last hope lacked only a
 *   file
 */
export async function startBackend(
  starters: Readonly<Record<BackendName, BackendStarter>>,
  forced: BackendName | null,
  wasm: WasmUrls,
  excluded: ReadonlySet<BackendName> = new Set(),
): Promise<RunningBackend> {
  const failures: unknown[] = [];
  const candidates = forced === null ? BACKENDS : [forced];
  for (const name of candidates.filter((candidate) => !excluded.has(candidate))) {
    try {
      return await starters[name]({ forced: forced !== null, wasm });
    } catch (error) {
      failures.push(error);
    }
  }
  const missingFile = failures.find(
    (failure) => failure instanceof WakefulError && failure.code === 'model-load',
  );
  if (missingFile instanceof WakefulError) throw missingFile;
  const reasons = failures.map(messageOf).join('; ');
  throw new WakefulError(
    'backend-unavailable',
    `No backend for the network could be started. ${reasons}`,
    forced === null
      ? 'Use a current browser, and reload the page.'
      : 'Let the page choose the backend itself: remove ?backend= from the address.',
    { cause: failures[0] },
  );
}

/** Why the device was lost, or null when it is still there one macrotask on. */
export async function lossReason(backend: RunningBackend): Promise<string | null> {
  const soon = new Promise<null>((resolve) => setTimeout(() => resolve(null), 0));
  return Promise.race([backend.lost, soon]);
}
