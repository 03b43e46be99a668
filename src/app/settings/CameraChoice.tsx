import { useEffect, useState } from 'react';
import type { CameraDevice, CameraSettings } from '../../engine/protocol';
import { useMonitor, useServices, useSettings } from '../context';
import { Field } from '../shared/ui/Field';
import { camera as text } from './strings';

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
      <Field label={text.device} hint={devices.length === 0 ? text.namesLater : undefined}>
        {(control) => (
          <select
            {...control}
            value={camera.deviceId ?? BROWSERS_CHOICE}
            onChange={(event) => choose({ deviceId: event.currentTarget.value || null })}
          >
            <option value={BROWSERS_CHOICE}>{text.browserDefault}</option>
            {missing !== null && <option value={missing}>{text.unplugged}</option>}
            {devices.map((device, i) => (
              <option key={device.deviceId} value={device.deviceId}>
                {device.label || text.unnamed(i + 1)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.resolution}>
        {(control) => (
          <select
            {...control}
            value={Math.max(0, size)}
            onChange={(event) => choose(RESOLUTIONS[Number(event.currentTarget.value)] ?? {})}
          >
            {RESOLUTIONS.map(({ width, height }, i) => {
              const name = text.resolutionOf(width, height);
              return (
                <option key={width} value={i}>
                  {i === 0 ? text.recommended(name) : name}
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
