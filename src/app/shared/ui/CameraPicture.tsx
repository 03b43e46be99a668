import { useEffect, useRef, type ReactNode } from 'react';
import type { Turn } from '../../../common/turns';
import { useSettings } from '../../context';

interface Props {
  readonly stream: MediaStream | null;
  readonly label: string;
  readonly className: string;
  /** How the picture has to be turned, degrees clockwise. */
  readonly turn?: Turn;
  /** What is drawn over it. */
  readonly children?: ReactNode;
}

/** The camera's picture, like a mirror where the learner wants that. */
export function CameraPicture({ stream, label, className, turn = 0, children }: Props) {
  const mirror = useSettings(({ settings }) => settings.mirror);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <div className={`preview ${className}`} data-mirror={mirror} data-turn={turn}>
      <video ref={video} autoPlay muted playsInline aria-label={label} />
      {children}
    </div>
  );
}
