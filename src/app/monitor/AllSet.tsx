import { useRef, useState } from 'react';
import { useMonitor, useServices, useSettings, useStores } from '../context';
import { allSet as text } from '../messages/texts';
import { Button } from '../shared/ui/Button';
import { Segments } from '../shared/ui/Field';
import { isHeard } from './alerts/alert-outputs';
import { PopOutButton } from './PopOut';

/**
 * The way back to the lecture, once calibration has ended; and how to be reached there, until the
 * learner was asked that once. `isSmall`: in a frame, where browsers give no notifications.
 */
export function AllSet({ isSmall = false }: { readonly isSmall?: boolean }) {
  const isCalibrated = useMonitor((monitor) => monitor.allSet);
  const goOn = useMonitor((monitor) => monitor.goOn);
  const { alerts } = useServices();
  const wasAsked = useSettings(({ settings }) => settings.reachChosen);
  const isReachChosen = wasAsked || isSmall || alerts.notifications === 'unavailable';
  const change = useSettings((state) => state.change);
  if (!isCalibrated && isReachChosen) return null;

  function done(): void {
    if (!isReachChosen) change({ reachChosen: true });
    goOn();
  }

  return (
    <section className="card all-set" data-testid="all-set" aria-labelledby="all-set-title">
      <div>
        <h2 id="all-set-title">{isCalibrated ? text.title : text.reachTitle}</h2>
        <p>{text.text}</p>
      </div>
      {!isSmall && <ReachChoice isNamed={isCalibrated} />}
      <div className="actions">
        {isCalibrated && <PopOutButton variant="primary" />}
        <Button onClick={done}>{text.done}</Button>
      </div>
    </section>
  );
}

const REACHES = ['sound', 'notification', 'both'] as const;
type Reach = (typeof REACHES)[number];

/** Sound, notification, or both; the browser is asked in the click. */
function ReachChoice({ isNamed }: { readonly isNamed: boolean }) {
  const { alerts } = useServices();
  const { settings: settingsStore } = useStores();
  const { channels } = useSettings(({ settings }) => settings);
  const [permission, setPermission] = useState(alerts.notifications);
  const lastPick = useRef<Reach | null>(null);
  if (permission === 'unavailable') return null;

  async function choose(reach: Reach): Promise<void> {
    const { settings, change, choose: turn } = settingsStore.getState();
    lastPick.current = reach;
    // The browser's question may stay unanswered: until then sound has to reach the learner.
    change({ channels: { ...settings.channels, sound: true, notification: reach !== 'sound' } });
    if (reach === 'sound') return;
    const answer = await alerts.allowNotifications();
    setPermission(answer);
    if (answer !== 'granted' || reach !== 'notification' || lastPick.current !== reach) return;
    // In the meantime notifications may have been turned off in the settings.
    if (settingsStore.getState().settings.channels.notification) turn('sound', false);
  }

  const isNotified = channels.notification && permission === 'granted';
  const withoutNotification = isHeard(channels, permission) ? 'sound' : null;
  const reach = isNotified ? (channels.sound ? 'both' : 'notification') : withoutNotification;
  return (
    <div className="reach">
      {isNamed && <p>{text.reachTitle}</p>}
      <Segments
        label={text.reachTitle}
        value={reach}
        options={REACHES.map((value) => ({ value, label: text.reach[value] }))}
        onChange={(value) => void choose(value)}
      />
      <p className="hint" role="status">
        {permission === 'denied' && channels.notification && text.blocked}
      </p>
    </div>
  );
}
