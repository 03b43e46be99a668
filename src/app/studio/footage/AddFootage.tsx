import { useEffect, useId, useRef, useState, type DragEvent } from 'react';
import type { Person } from '../../../footage/recording';
import { common, footage as text } from '../../messages/texts';
import { Button } from '../../shared/ui/Button';
import { Field } from '../../shared/ui/Field';
import { FilePicker } from '../../shared/ui/Files';
import { useFootageStore } from '../context';
import { Explained } from '../ui';
import { freeSession, type Place } from './footage-store';
import { HoldRecorder } from './HoldRecorder';
import { PersonField, usePersonChoice } from './PersonField';
import { Recorder } from './Recorder';
import {
  datasetsAmong,
  droppedFiles,
  sourcesOf,
  unpacked,
  VIDEO_TYPES,
  type GivenFile,
  type Rates,
} from './sources';

/** The paper filmed at 10 frames a second (4.1); more faces a second would hardly differ. */
const DEFAULT_RATES: Rates = { framesPerSecond: 10, cropsPerSecond: 2 };

const given = (file: File): GivenFile => ({ file, path: file.webkitRelativePath || file.name });

interface Props {
  readonly people: readonly Person[];
  /** Somebody came here to add some. */
  readonly isAsked: boolean;
}

/** Who is in it, and where it comes from: the webcam, videos, or folders of pictures. */
export function AddFootage({ people, isAsked }: Props) {
  const choice = usePersonChoice(people);
  const store = useFootageStore();
  const [rates, setRates] = useState(DEFAULT_RATES);
  const [recording, setRecording] = useState<{
    readonly of: Person;
    readonly With: typeof Recorder;
  } | null>(null);
  const [isDropping, setDropping] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  /** Files that were chosen before it was said who is in them. */
  const [waiting, setWaiting] = useState<readonly GivenFile[]>([]);
  const easiest = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const hintId = useId();

  async function addAll(files: readonly GivenFile[]): Promise<void> {
    const { importDataset, extract } = store.getState();
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
    const { recordings, jobs } = store.getState();
    const taken: Place[] = [...(recordings ?? []), ...jobs.map(({ request }) => request)];
    const requests = sources.map(({ kind, session, files: chosen }) => {
      const request = { personId: person.id, session: freeSession(session, person.id, taken), kind };
      taken.push(request);
      return { ...request, files: chosen, ...rates, resume: null };
    });
    await extract(requests);
  }
  const add = (files: readonly GivenFile[]): void => void addAll(files).catch(store.getState().tellError);

  function drop(event: DragEvent): void {
    event.preventDefault();
    setDropping(false);
    droppedFiles(event.dataTransfer).then(addAll).catch(store.getState().tellError);
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

  if (recording) {
    const { of: person, With } = recording;
    return <With person={person} rates={rates} onClose={() => setRecording(null)} />;
  }
  const record = (With: typeof Recorder): void =>
    void choice.person().then((person) => person && setRecording({ of: person, With }));

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
          <Button variant="primary" onClick={() => add(waiting)}>
            {text.readWaiting(waiting.length)}
          </Button>
          <Button onClick={() => setWaiting([])}>{common.cancel}</Button>
        </div>
      )}
      <div className="ways">
        <div className="way">
          <Button
            ref={easiest}
            variant={waiting.length > 0 ? undefined : 'primary'}
            onClick={() => record(HoldRecorder)}
          >
            {text.hold}
          </Button>
          <p className="hint">{text.holdHint}</p>
        </div>
        <div className="way">
          <Button onClick={() => record(Recorder)}>{text.record}</Button>
          <p className="hint">{text.recordHint}</p>
        </div>
        <div className="way">
          <FilePicker
            accept={VIDEO_TYPES}
            multiple
            describedBy={`${hintId}-videos`}
            onFiles={(files) => add(files.map(given))}
          >
            {text.videos}
          </FilePicker>
          <p className="hint" id={`${hintId}-videos`}>
            {text.videosHint}
          </p>
        </div>
        <div className="way">
          <FilePicker folder describedBy={`${hintId}-folder`} onFiles={(files) => add(files.map(given))}>
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
        <div className="fields">
          <Rate
            label={text.framesPerSecond}
            technical={text.framesTechnical}
            hint={text.framesHint}
            options={[5, 10, 15]}
            value={rates.framesPerSecond}
            onChange={(framesPerSecond) => setRates({ ...rates, framesPerSecond })}
          />
          <Rate
            label={text.cropsPerSecond}
            technical={text.cropsTechnical}
            hint={text.cropsHint}
            options={[1, 2, 5]}
            value={rates.cropsPerSecond}
            onChange={(cropsPerSecond) => setRates({ ...rates, cropsPerSecond })}
          />
        </div>
      </details>
    </section>
  );
}

interface RateProps {
  readonly label: string;
  readonly technical: string;
  readonly hint: string;
  readonly options: readonly number[];
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Rate({ label, technical, hint, options, value, onChange }: RateProps) {
  return (
    <Field label={label} hint={<Explained technical={technical}>{hint}</Explained>}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      )}
    </Field>
  );
}
