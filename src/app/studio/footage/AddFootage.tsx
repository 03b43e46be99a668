import { useEffect, useId, useRef, useState, type DragEvent } from 'react';
import type { Person } from '../../../footage/recording';
import { common } from '../../strings';
import { footage as text } from '../strings';
import { freeSession, type Place } from './footage-store';
import { useFootage } from '../context';
import { droppedFiles } from './dropped-files';
import { FilePicker } from './FilePicker';
import { usePersonChoice } from './person-choice';
import { PersonField } from './PersonField';
import { DEFAULT_RATES, RateFields, type Rates } from './RateFields';
import { Recorder } from './Recorder';
import { datasetsAmong, sourcesOf, unpacked, VIDEO_TYPES, type GivenFile } from './sources';

const given = (file: File): GivenFile => ({ file, path: file.webkitRelativePath || file.name });

interface Props {
  readonly people: readonly Person[];
  /** Somebody came here to add some. */
  readonly isAsked: boolean;
}

/** Who is in it, and where it comes from: the webcam, videos, or folders of pictures. */
export function AddFootage({ people, isAsked }: Props) {
  const choice = usePersonChoice(people);
  const recordings = useFootage((state) => state.recordings);
  const jobs = useFootage((state) => state.jobs);
  const extract = useFootage((state) => state.extract);
  const importDataset = useFootage((state) => state.importDataset);
  const tellError = useFootage((state) => state.tellError);
  const [rates, setRates] = useState<Rates>(DEFAULT_RATES);
  const [recordingOf, setRecordingOf] = useState<Person | null>(null);
  const [isDropping, setDropping] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  /** Files that were chosen before it was said who is in them. */
  const [waiting, setWaiting] = useState<readonly GivenFile[]>([]);
  const easiest = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const hintId = useId();

  async function add(files: readonly GivenFile[]): Promise<void> {
    const datasets = await datasetsAmong(files);
    for (const { file } of datasets) await importDataset(file);
    const others = files.filter((file) => !datasets.includes(file));
    if (datasets.length > 0 && others.length === 0) return;
    const { sources, ignored } = sourcesOf(await unpacked(others));
    if (sources.length === 0) {
      setTold(text.nothingUsable);
      return;
    }
    const person = await choice.person();
    setWaiting(person ? [] : others);
    if (!person) return;
    setTold(ignored > 0 ? text.ignored(ignored) : null);
    const taken: Place[] = [...(recordings ?? []), ...jobs.map(({ request }) => request)];
    const requests = sources.map(({ kind, session, files: chosen }) => {
      const request = { personId: person.id, session: freeSession(session, person.id, taken), kind };
      taken.push(request);
      return { ...request, files: chosen, ...rates, resume: null };
    });
    await extract(requests);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setDropping(false);
    droppedFiles(event.dataTransfer).then(add).catch(tellError);
  }

  async function record(): Promise<void> {
    setRecordingOf(await choice.person());
  }

  useEffect(() => {
    if (!isAsked) return;
    // After the page itself has got the focus.
    const frame = requestAnimationFrame(() => {
      easiest.current?.scrollIntoView({ block: 'center' });
      easiest.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [isAsked]);

  if (recordingOf)
    return <Recorder person={recordingOf} rates={rates} onClose={() => setRecordingOf(null)} />;

  return (
    <section
      className="card add-footage"
      aria-labelledby={titleId}
      data-dropping={isDropping}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setDropping(false);
      }}
      onDrop={drop}
    >
      <h2 id={titleId}>{text.addTitle}</h2>
      <PersonField choice={choice} />
      {waiting.length > 0 && (
        <div className="actions">
          <button
            type="button"
            className="button button-primary"
            onClick={() => void add(waiting).catch(tellError)}
          >
            {text.readWaiting(waiting.length)}
          </button>
          <button type="button" className="button" onClick={() => setWaiting([])}>
            {common.cancel}
          </button>
        </div>
      )}
      <div className="ways">
        <div className="way">
          <button
            ref={easiest}
            type="button"
            className={waiting.length > 0 ? 'button' : 'button button-primary'}
            onClick={() => void record()}
          >
            {text.record}
          </button>
          <p className="hint">{text.recordHint}</p>
        </div>
        <div className="way">
          <FilePicker
            accept={VIDEO_TYPES}
            multiple
            describedBy={`${hintId}-videos`}
            onFiles={(files) => void add(files.map(given)).catch(tellError)}
          >
            {text.videos}
          </FilePicker>
          <p className="hint" id={`${hintId}-videos`}>
            {text.videosHint}
          </p>
        </div>
        <div className="way">
          <FilePicker
            folder
            describedBy={`${hintId}-folder`}
            onFiles={(files) => void add(files.map(given)).catch(tellError)}
          >
            {text.folder}
          </FilePicker>
          <p className="hint" id={`${hintId}-folder`}>
            {text.folderHint}
          </p>
        </div>
      </div>
      <p className="drop-hint">{isDropping ? text.dropNow : text.drop}</p>
      <p role="status" className="hint hint-error">
        {told}
      </p>
      <details>
        <summary>{text.advanced}</summary>
        <RateFields rates={rates} onChange={setRates} />
      </details>
    </section>
  );
}
