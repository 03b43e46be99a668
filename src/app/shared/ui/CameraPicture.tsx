import { useEffect, useRef, type ReactNode } from 'react';
import type { Turn } from '../../../common/turns';
import { useSettings } from '../../context';

interface Props {
  readonly stream: MediaStream | null;
  readonly label: string;
  readonly className: string;
  /** How the picture has to be turned, degrees clockwise. */
  readonly turn?: Turn;
  /** Fewer pictures a second than the camera gives: painting costs more than classifying does. */
  readonly framesPerSecond?: number | undefined;
  /** What is drawn over it. */
  readonly children?: ReactNode;
}

/** The camera's picture, like a mirror where the learner wants that. */
export function CameraPicture({ stream, label, className, turn = 0, framesPerSecond, children }: Props) {
  const mirror = useSettings(({ settings }) => settings.mirror);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return;
    // Where the monitor reads a copy of the track too, each copy has a rate of its own. Elsewhere
    // it may be the camera that is slowed down, and the monitor with it.
    const canSlow = framesPerSecond !== undefined && 'MediaStreamTrackProcessor' in globalThis;
    if (!stream || !canSlow) {
      video.current.srcObject = stream;
      return;
    }
    const copy = stream.clone();
    // Refused, the picture keeps the camera's rate.
    for (const track of copy.getVideoTracks())
      track.applyConstraints({ frameRate: { max: framesPerSecond } }).catch(() => undefined);
    video.current.srcObject = copy;
    return () => copy.getTracks().forEach((track) => track.stop());
  }, [stream, framesPerSecond]);
  return (
    <div className={`preview ${className}`} data-mirror={mirror} data-turn={turn}>
      <video ref={video} autoPlay muted playsInline aria-label={label} />
      {children}
    </div>
  );
}
