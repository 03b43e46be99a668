import { transfer, type Remote } from 'comlink';
import type { Milliseconds } from '../../common/clock';
import { messageOf, WakefulError } from '../../common/errors';
import type { ModelProgress } from '../../vision/model-download';
import { inTime, silence, timer, type Timer } from '../deadline';
import type { NetworkEvent, NetworkInfo, NetworkService } from '../network-worker/protocol';
import { TROUBLE_CODES, type EngineInfo, type TroubleCode } from '../protocol';
import { loadNetwork, type LoadedNetwork } from './load-network';
import type { MonitorEvent, MonitorLoadOptions } from './protocol';
import type { SessionNetwork } from './session';

/**
 * An answer of the network takes a tenth of this on a slow device; it takes long to come back after
 * its device was lost, and to load.
 */
const ANSWERS_WITHIN = { usually: 4_500, recovering: 120_000, loading: 60_000 } as const;

const REMEDY = 'It is started again by itself.';

interface WatchedParts {
  readonly options: MonitorLoadOptions;
  readonly emit: (event: MonitorEvent) => void;
  readonly load?: typeof loadNetwork;
  readonly after?: Timer;
}

/**
 * The network worker as the monitor uses it: one that does not answer in time is replaced, and
 * what is said to classify is what does.
 */
export class WatchedNetwork {
  readonly #options: MonitorLoadOptions;
  readonly #emit: (event: MonitorEvent) => void;
  readonly #load: typeof loadNetwork;
  readonly #after: Timer;
  #network: Remote<NetworkService> | null = null;
  #info: NetworkInfo | null = null;
  /** The name that the learner gave the checkpoint that judges; null: the name on its card. */
  #checkpointName: string | null = null;
  #state: 'answers' | 'recovering' | 'silent' = 'silent';

  constructor({ options, emit, load = loadNetwork, after = timer }: WatchedParts) {
    this.#options = options;
    this.#emit = emit;
    this.#load = load;
    this.#after = after;
  }

  /** @throws WakefulError `model-load`, `backend-unavailable`, … */
  async load(network: Remote<NetworkService>, onProgress: (progress: ModelProgress) => void): Promise<void> {
    const { refused } = this.#take(network, await this.#loaded(network, onProgress));
    if (refused !== null) this.#tellTrouble(refused.code, refused.detail);
  }

  /** Loads another one in the place of the one that fell silent. Never rejects. */
  async replace(network: Remote<NetworkService>): Promise<void> {
    try {
      const loading = this.#loaded(network, () => undefined);
      this.#take(network, await this.#inTime(loading, ANSWERS_WITHIN.loading));
      this.#emit({ type: 'network', info: this.info });
      this.#emit({ type: 'trouble-cleared', code: 'network-silent' });
    } catch (error) {
      this.#fallSilent(messageOf(error));
    }
  }

  get info(): Omit<EngineInfo, 'frameSource'> {
    if (!this.#info) throw new WakefulError('internal', 'The network is not loaded.', 'Reload the page.');
    const { backend, forced, device, backbone, checkpoint } = this.#info;
    const name = this.#checkpointName ?? checkpoint?.name ?? null;
    return { backend, forced, device, backbone, checkpoint: name, silent: this.#state === 'silent' };
  }

  /**
   * What a session needs of it, which may begin before it is loaded; crops are moved, not copied.
   */
  forSession(): SessionNetwork {
    const inputSize = (): number | null => this.#info?.inputSize ?? null;
    return {
      backbone: this.#options.backbone,
      get inputSize() {
        return inputSize();
      },
      embed: (crop) => this.#answer((network) => network.embed(transfer(crop, [crop.rgba.buffer]))),
      predict: (crop) =>
        this.#answer((network) => network.predict(transfer(crop, [crop.rgba.buffer]), { identity: true })),
      setIdentity: (embedding) => this.#answer((network) => network.setIdentity(embedding)),
    };
  }

  async #loaded(
    network: Remote<NetworkService>,
    onProgress: (progress: ModelProgress) => void,
  ): Promise<LoadedNetwork> {
    return this.#load(network, this.#options, (event) => this.#follow(network, event), onProgress);
  }

  #take(network: Remote<NetworkService>, loaded: LoadedNetwork): LoadedNetwork {
    this.#network = network;
    this.#info = loaded.info;
    this.#checkpointName = loaded.checkpointName;
    this.#state = 'answers';
    return loaded;
  }

  #follow(network: Remote<NetworkService>, event: NetworkEvent): void {
    // While it loads, whoever loads it is told.
    if (network !== this.#network) return;
    switch (event.type) {
      case 'progress':
        return;
      case 'device-lost':
        this.#state = 'recovering';
        this.#tellTrouble('device-lost', event.detail);
        return;
      case 'recovered':
        this.#state = 'answers';
        this.#info = event.info;
        this.#emit({ type: 'trouble-cleared', code: 'device-lost' });
        this.#emit({ type: 'network', info: this.info });
        return;
      case 'failed':
        this.#state = 'silent';
        this.#emit({ type: 'network', info: this.info });
        this.#tellTrouble(troubleCode(event.code), event.detail);
    }
  }

  async #answer<T>(ask: (network: Remote<NetworkService>) => Promise<T>): Promise<T> {
    const network = this.#network;
    if (!network || this.#state === 'silent') throw silence(0, REMEDY);
    try {
      return await this.#inTime(
        ask(network),
        ANSWERS_WITHIN[this.#state === 'answers' ? 'usually' : 'recovering'],
      );
    } catch (error) {
      const isSilent = error instanceof WakefulError && error.code === 'worker-silent';
      // It may have lost its device meanwhile, and be coming back; or another one is there already.
      if (isSilent && this.#network === network && this.#state === 'answers') {
        this.#fallSilent(messageOf(error));
      }
      throw error;
    }
  }

  /** Eyes and head go on alone. */
  #fallSilent(detail: string): void {
    this.#state = 'silent';
    this.#emit({ type: 'network', info: this.info });
    this.#tellTrouble('network-silent', detail);
    this.#emit({ type: 'replace-network' });
  }

  #inTime<T>(answer: Promise<T>, within: Milliseconds): Promise<T> {
    return inTime(answer, within, REMEDY, this.#after);
  }

  #tellTrouble(code: TroubleCode, detail: string): void {
    this.#emit({ type: 'trouble', trouble: { code, detail, fatal: false } });
  }
}

const troubleCode = (code: string): TroubleCode =>
  TROUBLE_CODES.find((known) => known === code) ?? 'internal';
