import { useState } from 'react';
import { SECOND_MS } from '../../../common/clock';
import { common, recorder as text, stateWords } from '../../messages/texts';
import { inWords, seconds } from '../../shared/format';
import { Button } from '../../shared/ui/Button';
import { CameraPicture } from '../../shared/ui/CameraPicture';
import { SegmentsField } from '../../shared/ui/Field';
import { useFootage } from '../context';
import {
  createGuidedRecording,
  guideOf,
  guideSeconds,
  guideSuggestions,
  type GuideLength,
  type GuideMoment,
} from './guided-recording';
import { RecorderCard, useRecording, type RecorderProps } from './recorder-parts';

const LENGTHS: readonly GuideLength[] = ['short', 'usual', 'long'];

/** A guided recording with the webcam. What was asked for becomes a proposal for its labels. */
export function Recorder(props: RecorderProps) {
  const [length, setLength] = useState<GuideLength>('usual');
  const extract = useFootage((state) => state.extract);
  const guided = useRecording(props, text.sessionName, (parts, requestFor) =>
    createGuidedRecording({
      ...parts,
      onFilm(file, steps, seconds) {
        void extract([{ ...requestFor(file), guide: guideSuggestions(steps, seconds) }]);
        props.onClose();
      },
    }),
  );
  const { phase, stream, steps, moment } = guided;
  const isOn = phase === 'recording' || phase === 'saving';
  return (
    <RecorderCard
      title={text.title}
      recording={guided}
      start={text.begin}
      onStart={() => guided.begin(length)}
      onClose={props.onClose}
      finish={
        <Button variant="primary" disabled={phase === 'saving'} onClick={guided.finish}>
          {text.finish}
        </Button>
      }
      stage={
        isOn && stream ? (
          <>
            <p
              className="recorder-word"
              role="status"
              data-state={moment?.isReady ? moment.step.label : null}
            >
              {phase === 'saving' ? text.saving : moment && wordOf(moment)}
            </p>
            <CameraPicture stream={stream} label={text.picture} className="recorder-picture" />
            <Countdown moment={moment} count={steps.length} />
          </>
        ) : null
      }
      intro={
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
        </>
      }
    />
  );
}

/** Said once for each part: the countdown is shown beside it, and not read out every second. */
const wordOf = ({ step, isReady }: GuideMoment): string =>
  isReady ? text.guide[step.label] : text.next(text.guide[step.label]);

function Countdown({ moment, count }: { readonly moment: GuideMoment | null; readonly count: number }) {
  if (!moment) return null;
  return (
    <p className="recorder-count" aria-hidden="true">
      <span className="recorder-left">{seconds(moment.left)}</span>
      <span>{common.named(text.step(moment.index + 1, count), stateWords[moment.step.label])}</span>
    </p>
  );
}
