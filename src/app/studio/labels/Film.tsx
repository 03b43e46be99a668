import { useState } from 'react';
import { SECOND_MS } from '../../../common/clock';
import type { Recording } from '../../../footage/recording';
import { clockTime } from '../../shared/format';
import { labels as text } from './strings';
import { SPEEDS } from './labels-store';
import { Segments } from '../../shared/ui/Segments';
import { useFootage } from '../context';
import { FilePicker } from '../footage/FilePicker';
import { VIDEO_TYPES } from '../footage/sources';
import { useLabels, useSecond } from './context';
import { CropFilm } from './CropFilm';
import { VideoFilm } from './VideoFilm';

/** The video while it is at hand, else the kept faces as a film; and what plays it. */
export function Film({ recording }: { readonly recording: Recording }) {
  const handIn = useFootage((state) => state.handIn);
  const filesOf = useFootage((state) => state.filesOf);
  const [file, setFile] = useState(() =>
    recording.kind === 'stills' ? null : (filesOf(recording)?.[0]?.file ?? null),
  );
  /** Why the kept faces are shown, where there is a reason. */
  const [told, setTold] = useState<string | null>(null);

  function choose(chosen: File | undefined): void {
    if (!chosen) return;
    if (chosen.name !== recording.fileName || chosen.size !== recording.fileBytes) {
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
  const isPlaying = useLabels((state) => state.isPlaying);
  const play = useLabels((state) => state.play);
  const step = useLabels((state) => state.step);
  const speed = useLabels((state) => state.speed);
  const setSpeed = useLabels((state) => state.setSpeed);
  const count = useLabels(({ history }) => history.labels.length);
  const second = useSecond();
  return (
    <div className="transport">
      <button
        type="button"
        className="button button-primary transport-play"
        aria-keyshortcuts="Space"
        onClick={() => play(!isPlaying)}
      >
        {isPlaying ? text.pause : text.play}
      </button>
      <button type="button" className="button" aria-label={text.back1} onClick={() => step(-1, false)}>
        <span aria-hidden="true">←</span>
      </button>
      <button type="button" className="button" aria-label={text.forward1} onClick={() => step(1, false)}>
        <span aria-hidden="true">→</span>
      </button>
      <span className="transport-time">
        {text.of(clockTime(second * SECOND_MS), clockTime(count * SECOND_MS))}
      </span>
      <Segments
        label={text.speed}
        value={`${speed}` as Speed}
        onChange={(value) => setSpeed(Number(value))}
        options={SPEEDS.map((value) => ({
          value: `${value}`,
          label: text.speedOf(value.toLocaleString()),
        }))}
      />
    </div>
  );
}
