import type { ComponentType } from 'react';
import type { Clock } from '../common/clock';
import type { Engine } from '../engine/engine-api';
import type { Moment } from '../engine/page/keep-moment';
import type { BackendName } from '../engine/protocol';
import type { ProfileStorage } from '../profile';
import type { AlertOutputs } from './monitor/alerts/alert-outputs';
import type { Program } from './offline/program';
import type { StudioView } from './shared/routes';

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
  /**
   * Keeps pictures for the studio. Left out where none may be kept: in a course page, and where
   * this browser keeps nothing.
   */
  readonly keepMoment?: (moment: Moment) => Promise<void>;
  /** Loads the studio when somebody goes there; resolves to the same one every time. */
  readonly openStudio: () => Promise<OpenedStudio>;
  /** null: nobody has gone there yet. */
  readonly openedStudio: () => OpenedStudio | null;
}

/** The studio's pages, on what they know. */
export interface OpenedStudio {
  readonly View: ComponentType<{ readonly view: StudioView }>;
  /** Ends its work at once. A running training would write again what is being deleted. */
  readonly end: () => void;
  /** Whether it extracts, trains, or reads or writes a data set: a reload would break that off. */
  readonly isBusy: () => boolean;
  /** Reads anew what is kept. */
  readonly refresh: () => Promise<void>;
}
