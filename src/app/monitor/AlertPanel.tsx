import { useEffect } from 'react';
import { useMonitor, useSettings } from '../context';
import { alert as text, monitor as monitorText } from '../messages/texts';
import { MINUTE_MS, timeOfDay } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { quietEnd } from './monitor-events';
import { lettersOf, StateGlyph } from './StateStatus';

/**
 * The alert. A gentle one is a band over the page; a strong one covers it, unless visual alerts are
 * off, in which case it stays a band too: there must always be a way to answer.
 */
export function AlertPanel() {
  const level = useMonitor((monitor) => monitor.alert?.level ?? null);
  const acknowledge = useMonitor((monitor) => monitor.acknowledge);
  const correct = useMonitor((monitor) => monitor.correct);
  const isVisual = useSettings(({ settings }) => settings.channels.visual);
  useAlertKeys(document);
  return (
    <div role="alert" className="alert-region">
      {level !== null && (
        <div
          className="alert"
          data-testid="alert"
          data-level={level}
          data-covers={isVisual && level === 'strong'}
        >
          <StateGlyph state={level === 'strong' ? 'asleep' : 'drowsy'} />
          <div className="alert-text">
            <p className="alert-title" style={lettersOf(text.titles[level])}>
              {text.titles[level]}
            </p>
            <p>{text.texts[level]}</p>
          </div>
          <div className="alert-answers">
            <Button variant="answer" data-testid="acknowledge" onClick={acknowledge}>
              {text.acknowledge}
            </Button>
            <span className="alert-keys">{text.keys}</span>
            <SnoozeButton />
            <Button variant="quiet" data-testid="not-so" onClick={() => correct('awake')}>
              {text.wrong[level]}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** Keys that answer an alert, wherever the focus is. */
const ANSWERS: readonly string[] = [' ', 'Enter', 'Escape'];

/** The answers' own buttons are pressed with these keys too. */
const isAnswer = (target: EventTarget | null): boolean =>
  target !== null && 'closest' in target && (target as Element).closest('.alert-answers') !== null;

const isTyping = (target: EventTarget | null): boolean =>
  target !== null && 'tagName' in target && ['INPUT', 'TEXTAREA', 'SELECT'].includes(String(target.tagName));

/**
 * While an alert stands, Space, Enter and Escape answer it. Whoever types into a field answers with
 * Escape alone.
 */
export function useAlertKeys(page: Document): void {
  const isRaised = useMonitor((monitor) => (monitor.alert?.level ?? null) !== null);
  const acknowledge = useMonitor((monitor) => monitor.acknowledge);

  useEffect(() => {
    if (!isRaised) return;
    function answer(event: KeyboardEvent): void {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (
        !ANSWERS.includes(event.key) ||
        (event.key !== 'Escape' && (isTyping(event.target) || isAnswer(event.target)))
      )
        return;
      event.preventDefault();
      event.stopPropagation();
      acknowledge();
    }
    page.addEventListener('keydown', answer, { capture: true });
    return () => page.removeEventListener('keydown', answer, { capture: true });
  }, [page, isRaised, acknowledge]);
}

/** No alerts for some minutes, or until when it is quiet. The same wherever it is offered. */
export function Snooze() {
  const quietUntil = useMonitor(quietEnd);
  const isSnoozed = useMonitor(({ alert }) => alert?.cause === 'snoozed');
  const snooze = useMonitor((monitor) => monitor.snooze);
  if (quietUntil === null) return <SnoozeButton />;
  const until = isSnoozed ? monitorText.snoozedUntil : monitorText.quietUntil;
  return (
    <div className="snooze">
      <span className="snooze-label">{until(timeOfDay(quietUntil))}</span>
      <Button variant="quiet" onClick={() => snooze(0)}>
        {monitorText.endSnooze}
      </Button>
    </div>
  );
}

export function SnoozeButton() {
  const minutes = useSettings(({ settings }) => settings.snoozeMinutes);
  const snooze = useMonitor((monitor) => monitor.snooze);
  return (
    <Button variant="quiet" onClick={() => snooze(minutes * MINUTE_MS)}>
      {monitorText.snooze(minutes)}
    </Button>
  );
}
