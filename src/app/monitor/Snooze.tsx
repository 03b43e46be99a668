import { useMonitor, useSettings } from '../context';
import { monitor as text } from '../messages/texts';
import { MINUTE_MS, timeOfDay } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { quietEnd } from './monitor-events';

/** No alerts for some minutes, or until when it is quiet. The same wherever it is offered. */
export function Snooze() {
  const quietUntil = useMonitor(quietEnd);
  const isSnoozed = useMonitor(({ alert }) => alert?.cause === 'snoozed');
  const snooze = useMonitor((monitor) => monitor.snooze);
  if (quietUntil === null) return <SnoozeButton />;
  const until = isSnoozed ? text.snoozedUntil : text.quietUntil;
  return (
    <div className="snooze">
      <span className="snooze-label">{until(timeOfDay(quietUntil))}</span>
      <Button variant="quiet" onClick={() => snooze(0)}>
        {text.endSnooze}
      </Button>
    </div>
  );
}

export function SnoozeButton() {
  const minutes = useSettings(({ settings }) => settings.snoozeMinutes);
  const snooze = useMonitor((monitor) => monitor.snooze);
  return (
    <Button variant="quiet" onClick={() => snooze(minutes * MINUTE_MS)}>
      {text.snooze(minutes)}
    </Button>
  );
}
