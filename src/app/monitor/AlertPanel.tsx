import { alert as text } from './strings';
import { useMonitor, useSettings } from '../context';
import { useAlertKeys } from './alert-keys';
import { MINUTE_MS } from './Snooze';
import { StateGlyph } from './StateGlyph';
import { Button } from '../shared/ui/Button';

/**
 * The alert. A gentle one is a band over the page; a strong one covers it, unless visual alerts are off, in which case
 * it stays a band too: there must always be a way to answer.
 */
export function AlertPanel() {
  const level = useMonitor((monitor) => monitor.alert?.level ?? null);
  const acknowledge = useMonitor((monitor) => monitor.acknowledge);
  const snooze = useMonitor((monitor) => monitor.snooze);
  const minutes = useSettings(({ settings }) => settings.snoozeMinutes);
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
            <p className="alert-title">{text.titles[level]}</p>
            <p>{text.texts[level]}</p>
          </div>
          <div className="alert-answers">
            <Button variant="answer" data-testid="acknowledge" onClick={acknowledge}>
              {text.acknowledge}
            </Button>
            <span className="alert-keys">{text.keys}</span>
            <Button variant="quiet" onClick={() => snooze(minutes * MINUTE_MS)}>
              {text.snooze(minutes)}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
