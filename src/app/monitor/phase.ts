import type { Problem } from '../shared/problems/problem';

/**
 * idle: nothing runs. starting: camera and models. enrolling: identity, eyes and head are measured.
 * monitoring: states are told and recorded. ended: the session is over and its summary is shown.
 */
export type Phase = 'idle' | 'starting' | 'enrolling' | 'monitoring' | 'ended';

interface View {
  readonly phase: Phase;
  readonly fatal: Problem | null;
}

/** Monitoring or on the way to it. Events that arrive late, after it ended, change nothing. */
export const isRunning = (view: View): boolean =>
  view.fatal === null && view.phase !== 'idle' && view.phase !== 'ended';

/** A reload would break off what runs, or what goes on after a trouble. */
export const isBusy = (view: View & { readonly inSession: boolean }): boolean =>
  isRunning(view) || view.inSession;
