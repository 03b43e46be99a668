import { useEffect, useRef } from 'react';
import { monitor as text } from './strings';
import { useMonitor, useSettings } from '../context';

/** The camera's picture, like a mirror, with the learner's face framed. */
export function Preview({ shape }: { readonly shape: 'card' | 'round' }) {
  const stream = useMonitor((monitor) => monitor.stream);
  const mirror = useSettings(({ settings }) => settings.mirror);
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);

  return (
    <div className={`preview preview-${shape}`} data-mirror={mirror}>
      <video ref={video} autoPlay muted playsInline aria-label={text.preview} />
      {shape === 'card' && <FaceBox />}
    </div>
  );
}

function FaceBox() {
  const box = useMonitor((monitor) => monitor.measures?.box ?? null);
  if (!box) return null;
  const share = (value: number): string => `${value * 100}%`;
  return (
    <span
      className="face-box"
      style={{ left: share(box.x), top: share(box.y), width: share(box.width), height: share(box.height) }}
    />
  );
}
