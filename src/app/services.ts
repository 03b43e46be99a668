import type { Clock } from '../common/clock';
import type { Engine } from '../engine/engine-api';
import type { BackendName } from '../engine/protocol';
import type { ProfileStorage } from '../profile';
import type { AlertOutputs } from './alert-outputs';
import type { Program } from './offline/program';

/** What the page stands on, handed in: tests and the preview bring their own. */
export interface AppServices {
  readonly engine: Engine;
  readonly storage: ProfileStorage;
  readonly alerts: AlertOutputs;
  /** Milliseconds since the epoch. */
  readonly now: Clock;
  /** `?backend=`; null: choose. */
  readonly backend: BackendName | null;
  /** Left out where nothing is to be installed: the dev server, tests. */
  readonly program?: Program;
}
