import { useEffect, useMemo, useRef, useState } from 'react';
import { SECOND_MS } from '../../../common/clock';
import type { FrameSignals, Recording } from '../../../footage/recording';
import { labels as text, stateWords } from '../../messages/texts';
import { clockTime, numeral } from '../../shared/format';
import { Button } from '../../shared/ui/Button';
import { Segments } from '../../shared/ui/Field';
import { FilePicker } from '../../shared/ui/Files';
import { useFootageStore } from '../context';
import { VIDEO_TYPES } from '../footage/sources';
import { CropPicture } from '../ui';
import { useLabels, useLabelsStore, useSecond } from './context';
import { SPEEDS } from './labels-store';

/** The video while it is at hand, else the kept faces as a film; and what plays it. */
export function Film({ recording }: { readonly recording: Recording }) {
  const { handIn, filesOf } = useFootageStore().getState();
  const [file, setFile] = useState(() =>
    recording.kind === 'stills' ? null : (filesOf(recording)?.[0]?.file ?? null),
  );
  /** Why the kept faces are shown, where there is a reason. */
  const [told, setTold] = useState<string | null>(null);

  function choose(chosen: File | undefined): void {
    if (!chosen) return;
    // Its name may be one that an export gave it.
    if (chosen.size !== recording.fileBytes) {
      setTold(text.otherVideo(recording.fileName));
      return;
    }
    handIn(recording, [chosen]);
    setTold(null);
    setFile(chosen);
  }

  return (
    <section className="film" aria-label={text.film}>
      {file ? (
        <VideoFilm
          file={file}
          isPlayerTime={recording.clock === 'player'}
          onBroken={() => {
            setFile(null);
            setTold(text.cannotPlay);
          }}
        />
      ) : (
        <CropFilm recording={recording} />
      )}
      <Transport />
      {!file && recording.kind !== 'stills' && (
        <div className="film-choose">
          <p className="hint" role="status">
            {told ?? text.facesHint}
          </p>
          <FilePicker accept={VIDEO_TYPES} onFiles={([chosen]) => choose(chosen)}>
            {text.chooseVideo}
          </FilePicker>
        </div>
      )}
    </section>
  );
}

type Speed = `${(typeof SPEEDS)[number]}`;

function Transport() {
  const { play, step, setSpeed } = useLabelsStore().getState();
  const isPlaying = useLabels((state) => state.isPlaying);
  const speed = useLabels((state) => state.speed);
  const count = useLabels(({ history }) => history.labels.length);
  const second = useSecond();
  return (
    <div className="transport">
      <Button
        variant="primary"
        className="transport-play"
        aria-keyshortcuts="Space"
        onClick={() => play(!isPlaying)}
      >
        {isPlaying ? text.pause : text.play}
      </Button>
      <Button aria-label={text.back1} onClick={() => step(-1, false)}>
        <span aria-hidden="true">←</span>
      </Button>
      <Button aria-label={text.forward1} onClick={() => step(1, false)}>
        <span aria-hidden="true">→</span>
      </Button>
      <span className="transport-time">
        {text.of(clockTime(second * SECOND_MS), clockTime(count * SECOND_MS))}
      </span>
      <Segments
        label={text.speed}
        value={`${speed}` as Speed}
        onChange={(value) => setSpeed(Number(value))}
        options={SPEEDS.map((value) => ({
          value: `${value}`,
          label: text.speedOf(numeral(value)),
        }))}
      />
    </div>
  );
}

/** The kept faces, one after the other at their times. */
function CropFilm({ recording }: { readonly recording: Recording }) {
  const store = useLabelsStore();
  const isPlaying = useLabels((state) => state.isPlaying);
  const speed = useLabels((state) => state.speed);
  const signals = useLabels((state) => state.signals);
  const crops = useMemo(() => keptCrops(signals), [signals]);
  const at = useLabels(({ time }) => cropSeenAt(crops, time));
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

interface VideoFilmProps {
  readonly file: File;
  /** false: the recording's time begins with the first picture, wherever that is in the film. */
  readonly isPlayerTime: boolean;
  readonly onBroken: () => void;
}

/** The video itself; its own clock tells the time. */
function VideoFilm({ file, isPlayerTime, onBroken }: VideoFilmProps) {
  const store = useLabelsStore();
  const isPlaying = useLabels((state) => state.isPlaying);
  const speed = useLabels((state) => state.speed);
  const seeks = useLabels((state) => state.seeks);
  const video = useRef<HTMLVideoElement>(null);
  /** Seconds on the player's clock at which the recording begins. */
  const zero = useRef(0);

  useEffect(() => {
    const url = URL.createObjectURL(file);
    const element = video.current;
    const seek = (): void => {
      if (element) element.currentTime = store.getState().time + zero.current;
    };
    zero.current = 0;
    if (element) element.src = url;
    if (!element || isPlayerTime || !('requestVideoFrameCallback' in element)) seek();
    else {
      element.requestVideoFrameCallback((_, { mediaTime }) => {
        zero.current = mediaTime;
        seek();
      });
    }
    return () => URL.revokeObjectURL(url);
  }, [file, isPlayerTime, store]);

  useEffect(() => {
    if (video.current) video.current.currentTime = store.getState().time + zero.current;
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
      store.getState().pass(element.currentTime - zero.current);
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
          if (store.getState().isPlaying) store.getState().pass(currentTarget.currentTime - zero.current);
        }}
        onEnded={() => store.getState().pass(store.getState().history.labels.length)}
      />
      <LabelMark />
    </div>
  );
}

/** What the shown second is labelled, on the film. */
function LabelMark() {
  const second = useSecond();
  const label = useLabels(({ history }) => history.labels[second] ?? null);
  return (
    <span className="film-label" data-state={label ?? 'none'} aria-hidden="true">
      {label ? stateWords[label] : text.unlabelled}
    </span>
  );
}

/** A kept face and when it was seen. */
interface KeptCrop {
  /** Seconds from the start. */
  readonly time: number;
  readonly index: number;
}

/** In order of time. */
const keptCrops = (signals: readonly FrameSignals[]): readonly KeptCrop[] =>
  signals.flatMap(({ time, crop }) => (crop === null ? [] : [{ time, index: crop }]));

/** Seconds for which a kept face stands for what is seen. */
const STANDS_FOR = 1.5;

/** Position in `crops` of the last one seen at `time`; −1: none near it. */
function cropSeenAt(crops: readonly KeptCrop[], time: number): number {
  let [low, high] = [0, crops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (crops[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  // The first face of a second may come shortly after its start.
  const at = low > 0 && time - crops[low - 1]!.time < STANDS_FOR ? low - 1 : low;
  const found = crops[at];
  return found && Math.abs(found.time - time) < STANDS_FOR ? at : -1;
}
