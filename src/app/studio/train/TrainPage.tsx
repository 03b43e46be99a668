import { hrefOf } from '../../shared/routes';
import { common } from '../../strings';
import { train as text } from './strings';
import { useFootage, useTraining } from '../context';
import { labelledSeconds } from '../footage/recordings';
import { NextStep } from '../ui/NextStep';
import { StudioTrouble } from '../../shared/problems/StudioTrouble';
import { RunningTraining } from './RunningTraining';
import { TrainForm } from './TrainForm';
import { Unfinished } from './Unfinished';

/** A training: planned, running, interrupted, or done. */
export function TrainPage() {
  const problem = useTraining((state) => state.problem);
  const dismiss = useTraining((state) => state.dismissProblem);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{text.title}</h1>
        <p className="lead">{text.lead}</p>
      </header>
      <StudioTrouble problem={problem} onDismiss={dismiss} />
      <Stage />
    </div>
  );
}

function Stage() {
  const phase = useTraining((state) => state.phase);
  const unfinished = useTraining((state) => state.unfinished);
  const recordings = useFootage((state) => state.recordings);
  if (phase !== 'idle') return <RunningTraining />;
  if (recordings === null || unfinished === undefined) return <p role="status">{common.reading}</p>;
  if (unfinished) return <Unfinished unfinished={unfinished} />;
  const labelled = recordings.filter((recording) => labelledSeconds(recording) > 0);
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
  const view = toLabel === null ? ({ name: 'footage' } as const) : ({ name: 'labels', id: toLabel } as const);
  return (
    <div className="empty">
      <h2>{text.emptyTitle}</h2>
      <p>{text.empty}</p>
      <p>
        <a className="button button-primary" href={hrefOf({ page: 'studio', view })}>
          {toLabel === null ? text.toFootage : text.toLabels}
        </a>
      </p>
    </div>
  );
}

function Done() {
  const made = useTraining((state) => state.made);
  return (
    <div role="status">
      {made !== null && (
        <NextStep
          action={
            <a
              className="button button-primary"
              data-testid="compare"
              href={hrefOf({ page: 'studio', view: { name: 'verdict', id: made } })}
            >
              {text.compare}
            </a>
          }
        >
          <b>{text.doneTitle}.</b> {text.done}
        </NextStep>
      )}
    </div>
  );
}
