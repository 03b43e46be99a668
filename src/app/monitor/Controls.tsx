import { useState } from 'react';
import { useMonitor } from '../context';
import { breaks, monitor as text } from '../messages/texts';
import { inWords } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { Snooze } from './AlertPanel';
import { PopOutButton } from './PopOut';

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
      <Missed />
      <Snooze />
    </div>
  );
}

/** Drowsiness that was not noticed goes into the session's record. */
function Missed() {
  const correct = useMonitor((monitor) => monitor.correct);
  const [isNoted, setNoted] = useState(false);
  return (
    <div className="missed">
      <Button
        variant="quiet"
        onClick={() => {
          correct('drowsy');
          setNoted(true);
        }}
      >
        {text.missed}
      </Button>
      <span role="status">{isNoted && text.noted}</span>
    </div>
  );
}

/** A break is due. */
export function BreakReminder() {
  const due = useMonitor((monitor) => monitor.breakDue);
  const pause = useMonitor((monitor) => monitor.pause);
  const later = useMonitor((monitor) => monitor.breakLater);
  if (!due) return null;
  return (
    <section className="card" role="status" data-testid="break">
      <h2>{breaks.title}</h2>
      <p>{breaks.text[due.reason](inWords(due.worked))}</p>
      <div className="actions">
        <Button
          onClick={() => {
            later();
            pause();
          }}
        >
          {breaks.take}
        </Button>
        <Button variant="quiet" onClick={later}>
          {breaks.later}
        </Button>
      </div>
    </section>
  );
}
