import { useEffect, useRef, type ReactNode } from 'react';
import type { TroubleCode } from '../../engine/protocol';
import type { UnknownReason } from '../../wakefulness/state-event';
import { useMonitor } from '../context';
import { SessionOver } from '../history/SessionPage';
import {
  common,
  enrolment as enrolmentText,
  enrolmentHints,
  loading as loadingText,
  monitor as text,
  unknownReasons,
} from '../messages/texts';
import { CameraChoice } from '../settings/DeviceChecks';
import { megabytes, percent } from '../shared/format';
import { ProblemCard } from '../shared/problems/Problems';
import { Button } from '../shared/ui/Button';
import { Live, Preview } from './Live';
import { ClassifiedBy, StateStatus } from './StateStatus';
import { Welcome } from './Welcome';

/** The monitor, by what is going on. A frame has a beginning and a running session of its own. */
export function MonitorPage({
  welcome = <Welcome />,
  live = <Live />,
}: {
  readonly welcome?: ReactNode;
  readonly live?: ReactNode;
}) {
  const phase = useMonitor((monitor) => monitor.phase);
  const isFatal = useMonitor((monitor) => monitor.fatal !== null);
  const shown = isFatal ? 'fatal' : phase;
  const part = useFocusOnNewPart(shown);
  return (
    <div ref={part} tabIndex={-1} className="monitor-part">
      {shown === 'fatal' && <Fatal />}
      {shown === 'idle' && welcome}
      {shown === 'starting' && <Loading />}
      {shown === 'enrolling' && <Enrolling />}
      {shown === 'monitoring' && live}
      {shown === 'ended' && <SessionOver />}
    </div>
  );
}

/** The button just pressed goes away with its part of the page; focus must not be lost with it. */
function useFocusOnNewPart(shown: string) {
  const part = useRef<HTMLDivElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (document.activeElement === document.body) part.current?.focus({ preventScroll: true });
  }, [shown]);
  return part;
}

/** A model file's plain name; files are hashed in a build (`faceres-1a2b3c.safetensors`). */
function fileName(file: string): string {
  const base = file.split('/').at(-1) ?? file;
  const known = Object.entries(loadingText.file).find(([start]) => base.startsWith(start));
  return known?.[1] ?? loadingText.other;
}

/** Between Start and the first picture: the camera's permission and the models. */
function Loading() {
  const downloads = useMonitor((monitor) => monitor.downloads);
  const hasCamera = useMonitor((monitor) => monitor.stream !== null);
  const stop = useMonitor((monitor) => monitor.stop);
  const sum = (of: 'loaded' | 'total'): number => downloads.reduce((bytes, file) => bytes + file[of], 0);
  const [loaded, total] = [sum('loaded'), sum('total')];
  return (
    <section className="stage narrow" aria-labelledby="loading-title">
      <h1 id="loading-title">{loadingText.title}</h1>
      <p className="lead" role="status">
        {hasCamera ? loadingText.preparing : loadingText.camera}
      </p>
      {loaded < total && (
        <div className="downloads">
          <p>{loadingText.models(megabytes(loaded), megabytes(total))}</p>
          <progress aria-label={loadingText.label} value={loaded} max={total} />
          <details className="details">
            <summary>{text.details}</summary>
            <dl className="facts">
              {downloads.map((file) => (
                <div key={file.file}>
                  <dt>{fileName(file.file)}</dt>
                  <dd>{loadingText.progress(megabytes(file.loaded), megabytes(file.total))}</dd>
                </div>
              ))}
            </dl>
          </details>
        </div>
      )}
      <StateStatus size="small" />
      <div className="actions">
        <Button onClick={() => void stop()}>{common.cancel}</Button>
      </div>
    </section>
  );
}

/** Reasons that stand in for the hint: no frames come, so that it is an old one. */
const NO_FRAMES: readonly (UnknownReason | undefined)[] = ['paused', 'camera-off', 'paused-by-browser'];

/** The learner looks at the screen while face and eyes are measured. */
function Enrolling() {
  const progress = useMonitor((monitor) => monitor.enrolment);
  const isKnown = useMonitor((monitor) => (monitor.request?.learner ?? null) !== null);
  const reason = useMonitor(({ state }) => state.reason);
  const stop = useMonitor((monitor) => monitor.stop);
  const turnPicture = useMonitor((monitor) => monitor.turnPicture);
  const { fraction, hint, stuck } = progress ?? { fraction: 0, hint: 'look-at-screen', stuck: false };
  const isOld = reason !== undefined && NO_FRAMES.includes(reason);
  return (
    <section className="stage enrolment" aria-labelledby="enrolment-title">
      <h1 id="enrolment-title">{isKnown ? enrolmentText.known : enrolmentText.title}</h1>
      <div className={stuck ? 'mirror mirror-whole' : 'mirror'}>
        <Preview shape={stuck ? 'card' : 'round'} />
        {!stuck && <ProgressRing fraction={fraction} />}
      </div>
      <p className="enrolment-hint" role="status" data-testid="enrolment-hint" data-hint={hint}>
        {isOld ? unknownReasons[reason].todo : enrolmentHints[hint]}
      </p>
      {stuck ? (
        <div className="card enrolment-help" data-testid="enrolment-help">
          <h2>{enrolmentText.stuck}</h2>
          <p>{enrolmentText.stuckHint}</p>
          <Button onClick={turnPicture}>{text.turnPicture}</Button>
          <CameraChoice />
        </div>
      ) : (
        <p className="hint">{enrolmentText.explain}</p>
      )}
      <StateStatus size="small" isReasonShown={false} />
      <div className="actions">
        <Button onClick={() => void stop()}>{common.cancel}</Button>
      </div>
      <ClassifiedBy />
    </section>
  );
}

const RING = { centre: 100, radius: 96 } as const;

function ProgressRing({ fraction }: { readonly fraction: number }) {
  const done = Math.round(fraction * 100);
  const { centre, radius } = RING;
  return (
    <svg
      className="ring"
      viewBox="0 0 200 200"
      role="progressbar"
      aria-label={enrolmentText.progressLabel}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done}
      aria-valuetext={enrolmentText.progress(percent(fraction))}
    >
      <circle className="ring-track" cx={centre} cy={centre} r={radius} />
      <circle
        className="ring-done"
        cx={centre}
        cy={centre}
        r={radius}
        pathLength={100}
        strokeDasharray={`${done} 100`}
      />
    </svg>
  );
}

/** Problems that another camera may end. */
const OF_THE_CAMERA: readonly string[] = [
  'camera-missing',
  'camera-busy',
  'camera-unplugged',
  'enrolment-timeout',
] satisfies TroubleCode[];

/** Monitoring stopped: nothing is known, why, and the ways on. */
function Fatal() {
  const fatal = useMonitor((monitor) => monitor.fatal);
  const inSession = useMonitor((monitor) => monitor.inSession);
  const retry = useMonitor((monitor) => monitor.retry);
  const stop = useMonitor((monitor) => monitor.stop);
  if (!fatal) return null;
  return (
    <section className="stage narrow">
      <StateStatus size="small" />
      <div role="alert">
        <ProblemCard problem={fatal} heading="h1">
          <Button variant="primary" onClick={() => void retry()}>
            {common.tryAgain}
          </Button>
          <Button onClick={() => void stop()}>{inSession ? text.stop : common.cancel}</Button>
        </ProblemCard>
      </div>
      {OF_THE_CAMERA.includes(fatal.code) && <CameraChoice />}
    </section>
  );
}
