import { common } from '../shared/strings';
import { enrolment as text } from './strings';
import { enrolmentHints } from '../shared/state-strings';
import { percent } from '../shared/format';
import { useMonitor } from '../context';
import { Judge } from './Judge';
import { Preview } from './Preview';
import { StateStatus } from './StateStatus';
import { Button } from '../shared/ui/Button';

/** The learner looks at the screen while face and eyes are measured. */
export function Enrolment() {
  const progress = useMonitor((monitor) => monitor.enrolment);
  const isKnown = useMonitor((monitor) => (monitor.request?.learner ?? null) !== null);
  const stop = useMonitor((monitor) => monitor.stop);
  const fraction = progress?.fraction ?? 0;
  const hint = progress?.hint ?? 'look-at-screen';
  return (
    <section className="stage enrolment" aria-labelledby="enrolment-title">
      <h1 id="enrolment-title">{isKnown ? text.known : text.title}</h1>
      <div className="mirror">
        <Preview shape="round" />
        <ProgressRing fraction={fraction} />
      </div>
      <p className="enrolment-hint" role="status" data-testid="enrolment-hint" data-hint={hint}>
        {enrolmentHints[hint]}
      </p>
      <p className="hint">{text.explain}</p>
      <StateStatus size="small" />
      <div className="actions">
        <Button onClick={() => void stop()}>{common.cancel}</Button>
      </div>
      <Judge />
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
      aria-label={text.progressLabel}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done}
      aria-valuetext={text.progress(percent(fraction))}
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
