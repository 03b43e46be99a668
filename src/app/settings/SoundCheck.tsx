import { useId, useState } from 'react';
import { useServices, useSettings } from '../context';
import { percent } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { settings as settingsText, sound as text } from './strings';

type Test = 'idle' | 'playing' | 'failed';

/** Volume, and what it sounds like. */
export function SoundCheck() {
  const { alerts } = useServices();
  const volume = useSettings(({ settings }) => settings.volume);
  const change = useSettings((state) => state.change);
  const [test, setTest] = useState<Test>('idle');
  const id = useId();

  async function play(): Promise<void> {
    setTest('playing');
    setTest((await alerts.testSound('strong')) ? 'idle' : 'failed');
  }

  return (
    <div className="field sound-check">
      <label htmlFor={id}>{text.volume}</label>
      <div className="sound-row">
        <input
          id={id}
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={volume}
          aria-valuetext={percent(volume)}
          onChange={(event) => change({ volume: event.currentTarget.valueAsNumber })}
        />
        <output htmlFor={id}>{percent(volume)}</output>
        <Button disabled={test === 'playing'} onClick={() => void play()}>
          {test === 'playing' ? text.testing : text.test}
        </Button>
      </div>
      <p className="hint hint-error" role="status">
        {test === 'failed' && text.failed}
      </p>
    </div>
  );
}

/** What the browser allows, and the way to be asked. */
export function NotificationPermission() {
  const { alerts } = useServices();
  const [state, setState] = useState(alerts.notifications);
  if (state === 'unavailable') return null;
  return (
    <div className="permission">
      <p className="hint">
        {settingsText.channels.notification.label}: {settingsText.permission[state]}
      </p>
      {state === 'default' && (
        <Button onClick={() => void alerts.allowNotifications().then(setState)}>{settingsText.allow}</Button>
      )}
    </div>
  );
}
