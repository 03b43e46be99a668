import { useEffect, useId, useState } from 'react';
import type { CameraDevice, CameraSettings } from '../../engine/protocol';
import { useMonitor, useServices, useSettings } from '../context';
import {
  camera as cameraText,
  common,
  settings as settingsText,
  sound as soundText,
} from '../messages/texts';
import { percent } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { Field } from '../shared/ui/Field';

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
      <label htmlFor={id}>{soundText.volume}</label>
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
          {test === 'playing' ? soundText.testing : soundText.test}
        </Button>
      </div>
      <p className="hint hint-error" role="status">
        {test === 'failed' && soundText.failed}
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
        {common.named(settingsText.channels.notification.label, settingsText.permission[state])}
      </p>
      {state === 'default' && (
        <Button onClick={() => void alerts.allowNotifications().then(setState)}>{settingsText.allow}</Button>
      )}
    </div>
  );
}

/** Pixels asked for. The landmarks need no more than the first; a learner far away may. */
const RESOLUTIONS = [
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

const BROWSERS_CHOICE = '';

/** Which camera, at what resolution; changes a running session too. */
export function CameraChoice() {
  const camera = useSettings(({ settings }) => settings.camera);
  const change = useSettings((state) => state.change);
  const switchCamera = useMonitor((monitor) => monitor.switchCamera);
  const devices = useCameras();

  function choose(changed: Partial<CameraSettings>): void {
    const chosen = { ...camera, ...changed };
    change({ camera: chosen });
    void switchCamera(chosen);
  }

  /** The chosen camera, while it is not connected. */
  const missing = devices.some((device) => device.deviceId === camera.deviceId) ? null : camera.deviceId;
  const size = RESOLUTIONS.findIndex(({ width }) => width === camera.width);
  return (
    <div className="camera-choice">
      <Field label={cameraText.device} hint={devices.length === 0 ? cameraText.namesLater : undefined}>
        {(control) => (
          <select
            {...control}
            value={camera.deviceId ?? BROWSERS_CHOICE}
            onChange={(event) => choose({ deviceId: event.currentTarget.value || null })}
          >
            <option value={BROWSERS_CHOICE}>{cameraText.browserDefault}</option>
            {missing !== null && <option value={missing}>{cameraText.unplugged}</option>}
            {devices.map((device, i) => (
              <option key={device.deviceId} value={device.deviceId}>
                {device.label || cameraText.unnamed(i + 1)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={cameraText.resolution}>
        {(control) => (
          <select
            {...control}
            value={Math.max(0, size)}
            onChange={(event) => choose(RESOLUTIONS[Number(event.currentTarget.value)] ?? {})}
          >
            {RESOLUTIONS.map(({ width, height }, i) => {
              const name = cameraText.resolutionOf(width, height);
              return (
                <option key={width} value={i}>
                  {i === 0 ? cameraText.recommended(name) : name}
                </option>
              );
            })}
          </select>
        )}
      </Field>
    </div>
  );
}

/** The cameras that can be named; browsers hide their ids and names until one was allowed. */
function useCameras(): readonly CameraDevice[] {
  const { engine } = useServices();
  const [devices, setDevices] = useState<readonly CameraDevice[]>([]);
  const stream = useMonitor((monitor) => monitor.stream);

  useEffect(() => {
    let current = true;
    function look(): void {
      // Without a camera to be had there is nothing to choose from; Start says why.
      engine.listCameras().then(
        (found) => current && setDevices(found.filter((device) => device.deviceId !== '')),
        () => current && setDevices([]),
      );
    }
    look();
    const media = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    media?.addEventListener('devicechange', look);
    return () => {
      current = false;
      media?.removeEventListener('devicechange', look);
    };
  }, [engine, stream]);
  return devices;
}
