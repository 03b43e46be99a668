import { SECOND_MS } from '../../common/clock';
import { enrolment as enrolmentText, monitor as text } from './strings';
import { enrolmentHints } from '../shared/state-strings';
import { clockTime, percent } from '../shared/format';
import { Timeline } from '../shared/timeline/Timeline';
import { Meter } from '../shared/ui/Meter';
import { useMonitor } from '../context';
import { Because } from './Because';
import { Controls } from './Controls';
import { Details } from './Details';
import { Judge } from './Judge';
import { Preview } from './Preview';
import { StateStatus } from './StateStatus';
import { Messages } from './Messages';
import { Button } from '../shared/ui/Button';

/** The running session. */
export function Live() {
  return (
    <div className="live">
      <h1 className="visually-hidden">{text.heading}</h1>
      <div className="live-top">
        <section className="live-state" aria-label={text.heading}>
          <StateStatus size="large" />
          <Because />
          <MeasuringAnew />
        </section>
        <aside className="live-side" aria-label={text.session}>
          <PreviewCard />
          <Who />
          <Closures />
        </aside>
      </div>
      <Messages />
      <Controls />
      <LiveTimeline />
      <footer className="live-foot">
        <Judge />
        <Details />
      </footer>
    </div>
  );
}

function PreviewCard() {
  const hidden = useMonitor((monitor) => monitor.pictureHidden);
  const hide = useMonitor((monitor) => monitor.hidePicture);
  return (
    <div className="preview-card">
      {hidden ? <p className="hint">{text.previewHidden}</p> : <Preview shape="card" />}
      <Button
        variant="quiet"
        aria-label={hidden ? text.showPreview : text.hidePreview}
        onClick={() => hide(!hidden)}
      >
        {hidden ? text.show : text.hide}
      </Button>
    </div>
  );
}

function Who() {
  const name = useMonitor(({ request }) => request?.learner?.name ?? request?.name ?? '');
  const seconds = useMonitor(({ recording }) => recording?.timeline.seconds ?? 0);
  return (
    <p className="who">
      <span className="who-name">{name}</span>
      <span className="who-time">{clockTime(seconds * SECOND_MS)}</span>
    </p>
  );
}

function Closures() {
  const perclos = useMonitor(({ state }) => state.perclos);
  const perclos3 = useMonitor(({ state }) => state.perclos3);
  const shown = (share: number | null): string => (share === null ? text.notYet : percent(share));
  return (
    <div className="closures">
      <Meter label={text.perclos1} hint={text.perclosHint} value={perclos} text={shown(perclos)} />
      <Meter label={text.perclos3} hint={text.perclosHint} value={perclos3} text={shown(perclos3)} />
    </div>
  );
}

function MeasuringAnew() {
  const enrolment = useMonitor((monitor) => monitor.enrolment);
  if (!enrolment) return null;
  return (
    <div className="measuring">
      <progress value={enrolment.fraction} max={1} aria-label={enrolmentText.measuringAnew} />
      <p>
        {enrolmentText.measuringAnew}: {enrolmentHints[enrolment.hint]}
      </p>
    </div>
  );
}

function LiveTimeline() {
  const timeline = useMonitor(({ recording }) => recording?.timeline ?? null);
  return <Timeline timeline={timeline} initial="five" />;
}
