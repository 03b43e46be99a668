import type { ReactNode } from 'react';
import type { TroubleCode } from '../../engine/protocol';
import { useMonitor } from '../context';
import { SessionOver } from '../history/SessionOver';
import { CameraChoice } from '../settings/CameraChoice';
import { megabytes, percent } from '../shared/format';
import { ProblemCard } from '../shared/problems/Problems';
import { enrolmentHints } from '../shared/state-strings';
import { common } from '../shared/strings';
import { Button } from '../shared/ui/Button';
import { Live, Preview } from './Live';
import { ClassifiedBy, StateStatus } from './StateStatus';
import { enrolment as enrolmentText, loading as loadingText, monitor as text } from './strings';
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
  if (isFatal) return <Fatal />;
  switch (phase) {
    case 'idle':
      return welcome;
    case 'starting':
      return <Loading />;
    case 'enrolling':
      return <Enrolling />;
    case 'monitoring':
      return live;
    case 'ended':
      return <SessionOver />;
  }
}

/** A model file's plain name; files are hashed in a build (`faceres-1a2b3c.safetensors`). */
function fileName(file: string): string {
  const base = file.split('/').at(-1) ?? file;
  const known = Object.entries(loadingText.file).find(([start]) => base.startsWith(start));
  return known?.[1] ?? base;
}

/** Between Start and the first picture: the camera's permission and the models. */
function Loading() {
  const downloads = useMonitor((monitor) => monitor.downloads);
  const hasCamera = useMonitor((monitor) => monitor.stream !== null);
  const stop = useMonitor((monitor) => monitor.stop);
  const arrived = downloads.length > 0 && downloads.every(({ loaded, total }) => loaded >= total);
  return (
    <section className="stage narrow" aria-labelledby="loading-title">
      <h1 id="loading-title">{loadingText.title}</h1>
      <p className="lead">
        {!hasCamera ? loadingText.camera : arrived ? loadingText.preparing : loadingText.models}
      </p>
      <ul className="downloads">
        {downloads.map(({ file, loaded, total }) => (
          <li key={file}>
            <span>{fileName(file)}</span>
            <span className="hint">
              {loaded >= total ? loadingText.done : loadingText.progress(megabytes(loaded), megabytes(total))}
            </span>
            <progress aria-label={fileName(file)} value={loaded} max={total} />
          </li>
        ))}
      </ul>
      <StateStatus size="small" />
      <div className="actions">
        <Button onClick={() => void stop()}>{common.cancel}</Button>
      </div>
    </section>
  );
}

/** The learner looks at the screen while face and eyes are measured. */
function Enrolling() {
  const progress = useMonitor((monitor) => monitor.enrolment);
  const isKnown = useMonitor((monitor) => (monitor.request?.learner ?? null) !== null);
  const stop = useMonitor((monitor) => monitor.stop);
  const fraction = progress?.fraction ?? 0;
  const hint = progress?.hint ?? 'look-at-screen';
  return (
    <section className="stage enrolment" aria-labelledby="enrolment-title">
      <h1 id="enrolment-title">{isKnown ? enrolmentText.known : enrolmentText.title}</h1>
      <div className="mirror">
        <Preview shape="round" />
        <ProgressRing fraction={fraction} />
      </div>
      <p className="enrolment-hint" role="status" data-testid="enrolment-hint" data-hint={hint}>
        {enrolmentHints[hint]}
      </p>
      <p className="hint">{enrolmentText.explain}</p>
      <StateStatus size="small" />
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
