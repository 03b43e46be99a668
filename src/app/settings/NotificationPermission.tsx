import { useState } from 'react';
import { settings as text } from './strings';
import { useServices } from '../context';
import { Button } from '../shared/ui/Button';

/** What the browser allows, and the way to be asked. */
export function NotificationPermission() {
  const { alerts } = useServices();
  const [state, setState] = useState(alerts.notifications);
  if (state === 'unavailable') return null;
  return (
    <div className="permission">
      <p className="hint">
        {text.channels.notification.label}: {text.permission[state]}
      </p>
      {state === 'default' && (
        <Button onClick={() => void alerts.allowNotifications().then(setState)}>{text.allow}</Button>
      )}
    </div>
  );
}
