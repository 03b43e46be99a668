import type { Milliseconds } from '../../common/clock';
import { useMonitor } from '../context';
import { MINUTE_MS, timeOfDay } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { quietEnd } from './monitor-events';
import { PopOutButton } from './PopOut';
import { monitor as text } from './strings';

/** What can be done while monitoring. */
export function Controls() {
  const paused = useMonitor((monitor) => monitor.paused);
  const measuring = useMonitor((monitor) => monitor.enrolment !== null);
  const pause = useMonitor((monitor) => monitor.pause);
  const resume = useMonitor((monitor) => monitor.resume);
  const stop = useMonitor((monitor) => monitor.stop);
  const recalibrate = useMonitor((monitor) => monitor.recalibrate);
  return (
    <div className="controls" role="group" aria-label={text.controls}>
      <div className="actions">
        <Button variant={paused ? 'primary' : undefined} onClick={paused ? resume : pause}>
          {paused ? text.resume : text.pause}
        </Button>
        <Button disabled={measuring || paused} onClick={recalibrate}>
          {text.recalibrate}
        </Button>
        <PopOutButton />
        <Button variant="quiet" data-testid="stop" onClick={() => void stop()}>
          {text.stop}
        </Button>
      </div>
      <Snooze />
    </div>
  );
}

/** Minutes offered. */
const SNOOZES = [5, 15, 30] as const;

/** No alerts for some minutes, or until when it is quiet. */
function Snooze() {
  const quietUntil = useMonitor(quietEnd);
  return quietUntil === null ? <SnoozeChoice /> : <Quiet until={quietUntil} />;
}

function SnoozeChoice() {
  const snooze = useMonitor((monitor) => monitor.snooze);
  return (
    <div className="snooze" role="group" aria-label={text.snooze}>
      <span className="snooze-label" aria-hidden="true">
        {text.snooze}
      </span>
      {SNOOZES.map((minutes) => (
        <Button
          key={minutes}
          variant="quiet"
          aria-label={text.snoozeLabel(minutes)}
          onClick={() => snooze(minutes * MINUTE_MS)}
        >
          {text.snoozeFor(minutes)}
        </Button>
      ))}
    </div>
  );
}

function Quiet({ until }: { readonly until: Milliseconds }) {
  const snooze = useMonitor((monitor) => monitor.snooze);
  return (
    <div className="snooze">
      <span className="snooze-label">{text.quietUntil(timeOfDay(until))}</span>
      <Button variant="quiet" onClick={() => snooze(0)}>
        {text.endSnooze}
      </Button>
    </div>
  );
}
