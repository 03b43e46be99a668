import { useEffect, useMemo } from 'react';
import { SECOND_MS } from '../../../common/clock';
import type { Recording } from '../../../footage/recording';
import { labels as text } from './strings';
import { CropPicture } from '../ui/CropPicture';
import { useLabels, useLabelsStore } from './context';
import { cropAt, keptCrops } from './crop-times';
import { LabelMark } from './LabelMark';

/** The kept faces, one after the other at their times. */
export function CropFilm({ recording }: { readonly recording: Recording }) {
  const store = useLabelsStore();
  const isPlaying = useLabels((state) => state.isPlaying);
  const speed = useLabels((state) => state.speed);
  const signals = useLabels((state) => state.signals);
  const crops = useMemo(() => keptCrops(signals), [signals]);
  const at = useLabels(({ time }) => cropAt(crops, time));
  const shown = crops[at];

  useEffect(() => {
    if (!isPlaying) return;
    let before = performance.now();
    let frame = requestAnimationFrame(function follow(now) {
      const { time, pass } = store.getState();
      pass(time + (Math.max(0, now - before) / SECOND_MS) * speed);
      before = now;
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, store]);

  return (
    <div className="film-picture film-crops">
      {shown ? (
        <CropPicture recordingId={recording.id} index={shown.index} label={text.faces} />
      ) : (
        <p className="hint">{text.noFace}</p>
      )}
      <LabelMark />
    </div>
  );
}
