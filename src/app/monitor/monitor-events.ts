import type { Milliseconds } from '../../common/clock';
import type {
  DownloadProgress,
  EngineEvent,
  EngineInfo,
  EnrolmentProgress,
  LiveMeasures,
  Trouble,
  TroubleCode,
} from '../../engine/protocol';
import type { Turn } from '../../common/turns';
import type { AlertEvent, StateEvent, UnknownReason } from '../../wakefulness/state-event';
import { enrolment, enrolmentHints } from '../messages/texts';
import { problemWith, withoutProblem, withProblem, type Problem } from '../shared/problems/problem';
import { isRunning, type Phase } from './phase';

/** What the engine has told so far. */
export interface EngineView {
  readonly phase: Phase;
  /** The plan of the running start begins with an enrolment or a new calibration. */
  readonly enrols: boolean;
  readonly downloads: readonly DownloadProgress[];
  readonly info: EngineInfo | null;
  /** How the camera's picture is turned, degrees clockwise. */
  readonly turn: Turn;
  /** Set while identity or eyes are being measured. */
  readonly enrolment: EnrolmentProgress | null;
  /** The calibration of a start has just ended, and the learner has not gone on yet. */
  readonly allSet: boolean;
  /** What is shown; unknown whenever nothing is known. */
  readonly state: StateEvent;
  readonly alert: AlertEvent | null;
  readonly measures: LiveMeasures | null;
  /** What is wrong while monitoring goes on, one of each code. */
  readonly problems: readonly Problem[];
  /** What ended the monitoring, until it is tried again. */
  readonly fatal: Problem | null;
}

export function unknownState(t: Milliseconds, reason: UnknownReason): StateEvent {
  return {
    t,
    state: 'unknown',
    shown: 'unknown',
    reason,
    causes: [],
    confidence: 0,
    certainty: null,
    probabilities: { asleep: 1 / 3, drowsy: 1 / 3, awake: 1 / 3 },
    perclos: null,
    perclos3: null,
    openness: null,
    closureMs: 0,
  };
}

export const nothingYet = (t: Milliseconds): EngineView => ({
  phase: 'idle',
  enrols: false,
  downloads: [],
  info: null,
  turn: 0,
  enrolment: null,
  allSet: false,
  state: unknownState(t, 'starting'),
  alert: null,
  measures: null,
  problems: [],
  fatal: null,
});

/** What one event of the engine changes. `now` (epoch ms) stamps what the event does not. */
export function afterEvent(view: EngineView, event: EngineEvent, now: Milliseconds): Partial<EngineView> {
  switch (event.type) {
    case 'download':
      return { downloads: withDownload(view.downloads, event.progress) };
    case 'ready':
      return { info: event.info, phase: view.phase === 'starting' ? afterStart(view) : view.phase };
    case 'network':
      return { info: view.info && { ...view.info, ...event.info } };
    case 'camera-turn':
      return { turn: event.turn };
    case 'enrolment':
      return { enrolment: event.progress, phase: view.phase === 'starting' ? 'enrolling' : view.phase };
    case 'enrolled':
      return {
        enrolment: null,
        allSet: view.allSet || view.phase !== 'monitoring',
        phase: beginsMonitoring(view.phase),
      };
    case 'state':
      return isRunning(view) ? { state: event.event } : {};
    case 'alert':
      return isRunning(view) ? { alert: event.event } : {};
    case 'measures':
      return isRunning(view) ? { measures: event.measures } : {};
    case 'trouble':
      return afterTrouble(view, event.trouble, now);
    case 'trouble-cleared':
      return { problems: withoutProblem(view.problems, event.code) };
    case 'stopped':
      return { ...silence(now), enrolment: null };
  }
}

/** Nothing is seen any more: no state is claimed and no alert stands. */
const silence = (now: Milliseconds): Partial<EngineView> => ({
  state: unknownState(now, 'camera-off'),
  alert: null,
  measures: null,
});

export const afterFatal = (fatal: Problem, now: Milliseconds): Partial<EngineView> => ({
  ...silence(now),
  enrolment: null,
  fatal,
});

const afterStart = (view: EngineView): Phase => (view.enrols ? 'enrolling' : 'monitoring');

const beginsMonitoring = (phase: Phase): Phase =>
  phase === 'starting' || phase === 'enrolling' ? 'monitoring' : phase;

/** Measuring anew failed and the learner is known: monitoring goes on as before it. */
const FAILED_ENROLMENTS: readonly TroubleCode[] = ['enrolment-timeout', 'enrolment-other-person'];

function afterTrouble(
  view: EngineView,
  { code, detail, fatal, hint }: Trouble,
  now: Milliseconds,
): Partial<EngineView> {
  const words = problemWith(code, detail);
  // The true cause helps more than general advice.
  const isCause = hint !== undefined && hint !== 'look-at-screen';
  const problem = isCause ? { ...words, todo: enrolment.inTheWay(enrolmentHints[hint]) } : words;
  if (fatal) return afterFatal(problem, now);
  const problems = withProblem(view.problems, problem);
  if (code === 'worker-silent') {
    return { problems, state: unknownState(now, 'starting'), alert: null, measures: null, enrolment: null };
  }
  if (!FAILED_ENROLMENTS.includes(code)) return { problems };
  return { problems, enrolment: null, phase: beginsMonitoring(view.phase) };
}

function withDownload(
  downloads: readonly DownloadProgress[],
  progress: DownloadProgress,
): readonly DownloadProgress[] {
  const at = downloads.findIndex(({ file }) => file === progress.file);
  return at < 0 ? [...downloads, progress] : downloads.with(at, progress);
}

/** Until when no alert comes (epoch ms); null when alerts may come. */
export function quietEnd({ alert, state }: Pick<EngineView, 'alert' | 'state'>): Milliseconds | null {
  const until = alert?.quietUntil ?? null;
  return until !== null && until > state.t ? until : null;
}
