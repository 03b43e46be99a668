import { useEffect, useId, useRef, useState } from 'react';
import { SECOND_MS } from '../../../common/clock';
import type { Person } from '../../../footage/recording';
import { fileStamp, inWords } from '../../shared/format';
import { common } from '../../strings';
import { labelWords, recorder as text } from '../strings';
import { useServices, useSettings } from '../../context';
import { freeSession } from './footage-store';
import { Segments } from '../../shared/ui/Segments';
import { useFootage } from '../context';
import { StudioTrouble } from '../../shared/problems/StudioTrouble';
import { filmType } from './film';
import { guideOf, guideSeconds, guideSuggestions, type GuideLength, type GuideMoment } from './guide';
import type { Rates } from './RateFields';
import { useGuidedRecording } from './use-guided-recording';

const LENGTHS: readonly GuideLength[] = ['short', 'usual', 'long'];

interface Props {
  readonly person: Person;
  readonly rates: Rates;
  readonly onClose: () => void;
}

/** A guided recording with the webcam. What was asked for becomes a proposal for its labels. */
export function Recorder({ person, rates, onClose }: Props) {
  const { now } = useServices();
  const recordings = useFootage((state) => state.recordings);
  const extract = useFootage((state) => state.extract);
  const [length, setLength] = useState<GuideLength>('usual');
  const [session] = useState(() =>
    freeSession(text.sessionName(fileStamp(now())), person.id, recordings ?? []),
  );
  const guided = useGuidedRecording(session, (file, steps, seconds) => {
    const files = [{ file, label: null }];
    const guide = guideSuggestions(steps, seconds);
    void extract([{ personId: person.id, session, kind: 'webcam', files, ...rates, guide, resume: null }]);
    onClose();
  });
  const titleId = useId();
  const { phase, stream, steps, moment, problem } = guided;
  const isOn = phase === 'recording' || phase === 'saving';

  return (
    <section className="card recorder" aria-labelledby={titleId} data-phase={phase}>
      <h2 id={titleId}>{text.title}</h2>
      {filmType() === null ? (
        <p>{text.unsupported}</p>
      ) : isOn && stream ? (
        <>
          <p className="recorder-word" role="status" data-state={moment?.isReady ? moment.step.label : null}>
            {phase === 'saving' ? text.saving : moment && wordOf(moment)}
          </p>
          <Picture stream={stream} />
          <Countdown moment={moment} count={steps.length} />
        </>
      ) : (
        <>
          <p>{text.lead}</p>
          <p className="hint">{text.sound}</p>
          <div className="field-row">
            <span>{text.length}</span>
            <Segments
              label={text.length}
              value={length}
              onChange={setLength}
              options={LENGTHS.map((value) => ({ value, label: text.lengths[value] }))}
            />
          </div>
          <p className="hint">{text.lasts(inWords(guideSeconds(guideOf(length)) * SECOND_MS))}</p>
          <StudioTrouble problem={problem} />
        </>
      )}
      <div className="actions">
        {isOn ? (
          <>
            <button
              type="button"
              className="button button-primary"
              disabled={phase === 'saving'}
              onClick={guided.finish}
            >
              {text.finish}
            </button>
            <button type="button" className="button" disabled={phase === 'saving'} onClick={guided.discard}>
              {text.discard}
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              className="button button-primary"
              disabled={phase === 'opening' || filmType() === null}
              onClick={() => guided.begin(length)}
            >
              {phase === 'opening' ? text.opening : problem ? common.tryAgain : text.begin}
            </button>
            <button type="button" className="button" onClick={onClose}>
              {text.close}
            </button>
          </>
        )}
      </div>
    </section>
  );
}

/** Said once for each part: the count-down is shown beside it, and not read out every second. */
const wordOf = ({ step, isReady }: GuideMoment): string =>
  isReady ? text.guide[step.label] : text.next(text.guide[step.label]);

function Countdown({ moment, count }: { readonly moment: GuideMoment | null; readonly count: number }) {
  if (!moment) return null;
  return (
    <p className="recorder-count" aria-hidden="true">
      <span className="recorder-left">{text.left(moment.left)}</span>
      <span>
        {text.step(moment.index + 1, count)}: {labelWords[moment.step.label]}
      </span>
    </p>
  );
}

function Picture({ stream }: { readonly stream: MediaStream }) {
  const mirror = useSettings(({ settings }) => settings.mirror);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <div className="preview recorder-picture" data-mirror={mirror}>
      <video ref={video} autoPlay muted playsInline aria-label={text.picture} />
    </div>
  );
}
