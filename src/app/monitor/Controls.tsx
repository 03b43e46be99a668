import { monitor as text } from '../strings';
import { useMonitor } from '../context';
import { PopOutButton } from './PopOut';
import { Snooze } from './Snooze';

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
        <button
          type="button"
          className="button button-primary"
          data-testid="stop"
          onClick={() => void stop()}
        >
          {text.stop}
        </button>
        <button type="button" className="button" onClick={paused ? resume : pause}>
          {paused ? text.resume : text.pause}
        </button>
        <button type="button" className="button" disabled={measuring || paused} onClick={recalibrate}>
          {text.recalibrate}
        </button>
        <PopOutButton />
      </div>
      <Snooze />
    </div>
  );
}
