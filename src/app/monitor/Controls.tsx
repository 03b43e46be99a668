import { monitor as text } from './strings';
import { useMonitor } from '../context';
import { PopOutButton } from './PopOut';
import { Snooze } from './Snooze';
import { Button } from '../shared/ui/Button';

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
        <Button variant="primary" data-testid="stop" onClick={() => void stop()}>
          {text.stop}
        </Button>
        <Button onClick={paused ? resume : pause}>{paused ? text.resume : text.pause}</Button>
        <Button disabled={measuring || paused} onClick={recalibrate}>
          {text.recalibrate}
        </Button>
        <PopOutButton />
      </div>
      <Snooze />
    </div>
  );
}
