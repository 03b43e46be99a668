import { useEffect, useRef } from 'react';
import { labels as text } from './strings';
import { useLabels, useLabelsStore } from './context';
import { LabelMark } from './LabelMark';

interface Props {
  readonly file: File;
  /** The browser cannot play it. */
  readonly onBroken: () => void;
}

/** The video itself; its own clock tells the time. */
export function VideoFilm({ file, onBroken }: Props) {
  const store = useLabelsStore();
  const isPlaying = useLabels((state) => state.isPlaying);
  const speed = useLabels((state) => state.speed);
  const seeks = useLabels((state) => state.seeks);
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const url = URL.createObjectURL(file);
    if (video.current) {
      video.current.src = url;
      video.current.currentTime = store.getState().time;
    }
    return () => URL.revokeObjectURL(url);
  }, [file, store]);

  useEffect(() => {
    if (video.current) video.current.currentTime = store.getState().time;
  }, [seeks, store]);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.playbackRate = speed;
    if (!isPlaying) {
      element.pause();
      return;
    }
    // Refused where the page was never touched; pressing Play again works.
    element.play().catch(() => store.getState().play(false));
    let frame = requestAnimationFrame(function follow() {
      store.getState().pass(element.currentTime);
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, store]);

  return (
    <div className="film-picture">
      <video
        ref={video}
        muted
        playsInline
        preload="auto"
        aria-label={text.film}
        onError={onBroken}
        // In a hidden tab no animation frames come, and the video plays on.
        onTimeUpdate={({ currentTarget }) => {
          if (store.getState().isPlaying) store.getState().pass(currentTarget.currentTime);
        }}
        onEnded={() => store.getState().pass(store.getState().history.labels.length)}
      />
      <LabelMark />
    </div>
  );
}
