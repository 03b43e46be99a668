import type { Milliseconds } from '../../common/clock';
import { monitor as text } from './strings';
import { timeOfDay } from '../shared/format';
import { useMonitor } from '../context';
import { quietEnd } from './monitor-events';
import { Button } from '../shared/ui/Button';

/** Minutes offered. */
const SNOOZES = [5, 15, 30] as const;

export const MINUTE_MS = 60_000;

/** No alerts for some minutes, or until when it is quiet. */
export function Snooze() {
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
