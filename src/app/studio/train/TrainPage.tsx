import type { UnfinishedTraining } from '../../../engine/studio-api';
import { common, training as text } from '../../messages/texts';
import { dateAndTime } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button, ConfirmButton } from '../../shared/ui/Button';
import { Empty, Page } from '../../shared/ui/Page';
import { useFootage, useModels, useTraining, useTrainingStore } from '../context';
import { labelledCount } from '../recordings';
import { ButtonLink, NextStep } from '../ui';
import { RunningTraining } from './RunningTraining';
import './train.css';
import { TrainForm } from './TrainForm';

/** A training: planned, running, interrupted, or done. */
export function TrainPage() {
  const problem = useTraining((state) => state.problem);
  const dismiss = useTraining((state) => state.dismissProblem);
  return (
    <Page title={text.title} lead={text.lead}>
      <ProblemAlert problem={problem} onDismiss={dismiss} />
      <Stage />
    </Page>
  );
}

function Stage() {
  const phase = useTraining((state) => state.phase);
  const unfinished = useTraining((state) => state.unfinished);
  const recordings = useFootage((state) => state.recordings);
  if (phase !== 'idle') return <RunningTraining />;
  if (recordings === null || unfinished === undefined) return <p role="status">{common.reading}</p>;
  if (unfinished) return <Unfinished unfinished={unfinished} />;
  const labelled = recordings.filter((recording) => labelledCount(recording) > 0);
  if (labelled.length === 0) return <Nothing toLabel={recordings[0]?.id ?? null} />;
  return (
    <>
      <Done />
      <TrainForm recordings={labelled} />
    </>
  );
}

/** The way to what is missing. */
function Nothing({ toLabel }: { readonly toLabel: string | null }) {
  return (
    <Empty title={text.emptyTitle} text={text.empty}>
      <ButtonLink isPrimary to={toLabel === null ? { name: 'footage' } : { name: 'labels', id: toLabel }}>
        {toLabel === null ? text.toFootage : text.toLabels}
      </ButtonLink>
    </Empty>
  );
}

function Done() {
  const made = useTraining((state) => state.made);
  const isDecided = useModels(({ decided }) => made !== null && decided.includes(made));
  return (
    <div role="status">
      {made !== null && !isDecided && (
        <NextStep
          action={
            <ButtonLink isPrimary data-testid="compare" to={{ name: 'verdict', id: made }}>
              {text.compare}
            </ButtonLink>
          }
        >
          <b>{text.doneTitle}.</b> {text.done}
        </NextStep>
      )}
    </div>
  );
}

/** A training that was stopped, or that a closed tab interrupted. */
function Unfinished({ unfinished }: { readonly unfinished: UnfinishedTraining }) {
  const { resume, discard } = useTrainingStore().getState();
  const { request, step, steps, savedAt } = unfinished;
  return (
    <section className="card" aria-labelledby="unfinished-title" data-testid="unfinished">
      <h2 id="unfinished-title">{text.unfinishedTitle}</h2>
      <p>{text.unfinished(request.name, step, steps, dateAndTime(savedAt))}</p>
      <progress aria-label={text.progress} value={steps === 0 ? 0 : step / steps} />
      <div className="actions">
        <Button variant="primary" data-testid="resume-training" onClick={() => void resume()}>
          {text.resume}
        </Button>
        <ConfirmButton question={text.confirmDiscard} confirm={text.discard} onConfirm={() => void discard()}>
          {text.discard}
        </ConfirmButton>
      </div>
    </section>
  );
}
