import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { SECOND_MS } from '../../../common/clock';
import type { Person } from '../../../footage/recording';
import { useServices, useStores } from '../../context';
import { fileStamp, inWords, seconds } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { stateWords } from '../../shared/state-strings';
import { common } from '../../shared/strings';
import { Button } from '../../shared/ui/Button';
import { CameraPicture } from '../../shared/ui/CameraPicture';
import { SegmentsField } from '../../shared/ui/Segments';
import { useFootage, useStudioServices } from '../context';
import { filmType } from './camera-film';
import { freeSession } from './footage-store';
import { guideOf, guideSeconds, guideSuggestions, type GuideLength, type GuideMoment } from './guide';
import { createGuidedRecording } from './guided-recording';
import type { Rates } from './sources';
import { recorder as text } from './strings';

const LENGTHS: readonly GuideLength[] = ['short', 'usual', 'long'];

interface Props {
  readonly person: Person;
  readonly rates: Rates;
  readonly onClose: () => void;
}

/** A guided recording with the webcam. What was asked for becomes a proposal for its labels. */
export function Recorder({ person, rates, onClose }: Props) {
  const [length, setLength] = useState<GuideLength>('usual');
  const guided = useGuidedRecording({ person, rates, onClose });
  const { phase, stream, steps, moment, problem } = guided;
  const titleId = useId();
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
          <CameraPicture stream={stream} label={text.picture} className="recorder-picture" />
          <Countdown moment={moment} count={steps.length} />
        </>
      ) : (
        <>
          <p>{text.lead}</p>
          <p className="hint">{text.sound}</p>
          <SegmentsField
            label={text.length}
            value={length}
            onChange={setLength}
            options={LENGTHS.map((value) => ({ value, label: text.lengths[value] }))}
          />
          <p className="hint">{text.lasts(inWords(guideSeconds(guideOf(length)) * SECOND_MS))}</p>
          <ProblemAlert problem={problem} />
        </>
      )}
      <div className="actions">
        {isOn ? (
          <>
            <Button variant="primary" disabled={phase === 'saving'} onClick={guided.finish}>
              {text.finish}
            </Button>
            <Button disabled={phase === 'saving'} onClick={guided.discard}>
              {text.discard}
            </Button>
          </>
        ) : (
          <>
            <Button
              variant="primary"
              disabled={phase === 'opening' || filmType() === null}
              onClick={() => guided.begin(length)}
            >
              {phase === 'opening' ? text.opening : problem ? common.tryAgain : text.begin}
            </Button>
            <Button onClick={onClose}>{text.close}</Button>
          </>
        )}
      </div>
    </section>
  );
}

/** The camera goes off with the component. */
function useGuidedRecording({ person, rates, onClose }: Props) {
  const { alerts, now } = useServices();
  const { settings } = useStores();
  const { openCamera } = useStudioServices();
  const recordings = useFootage((state) => state.recordings);
  const extract = useFootage((state) => state.extract);
  const [store] = useState(() => {
    const session = freeSession(text.sessionName(fileStamp(now())), person.id, recordings ?? []);
    return createGuidedRecording({
      name: session,
      openCamera: (onEnded) => openCamera(settings.getState().settings, onEnded),
      alerts,
      now: () => performance.now(),
      onFilm(file, steps, seconds) {
        const files = [{ file, label: null }];
        const guide = guideSuggestions(steps, seconds);
        const request = { personId: person.id, session, kind: 'webcam', files, ...rates, guide } as const;
        void extract([{ ...request, resume: null }]);
        onClose();
      },
    });
  });
  useEffect(() => () => store.getState().discard(), [store]);
  return useStore(store);
}

/** Said once for each part: the countdown is shown beside it, and not read out every second. */
const wordOf = ({ step, isReady }: GuideMoment): string =>
  isReady ? text.guide[step.label] : text.next(text.guide[step.label]);

function Countdown({ moment, count }: { readonly moment: GuideMoment | null; readonly count: number }) {
  if (!moment) return null;
  return (
    <p className="recorder-count" aria-hidden="true">
      <span className="recorder-left">{seconds(moment.left)}</span>
      <span>
        {text.step(moment.index + 1, count)}: {stateWords[moment.step.label]}
      </span>
    </p>
  );
}
