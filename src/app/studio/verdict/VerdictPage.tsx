import { useEffect, useState } from 'react';
import type { Verdict } from '../../../engine/studio-api';
import { hrefOf } from '../../routes';
import { common, pages } from '../../strings';
import { verdict as text } from '../../strings/studio-training';
import { useModels } from '../context';
import { StudioTrouble } from '../ui/StudioTrouble';
import { Decision } from './Decision';
import { MixupExamples } from './MixupExamples';
import { Projections } from './Projections';
import { score, signed, totalSeconds } from './scores';
import { SideBySide } from './SideBySide';
import { WorstSeconds } from './WorstSeconds';

/** Before and after a training, and the decision. */
export function VerdictPage({ id }: { readonly id: string }) {
  const models = useModels((state) => state.models);
  const read = useModels((state) => state.verdict);
  const problem = useModels((state) => state.problem);
  const dismiss = useModels((state) => state.dismissProblem);
  /** undefined: being read, or it could not be, which is told; null: none was made. */
  const [verdict, setVerdict] = useState<Verdict | null>();
  const model = models?.find((each) => each.id === id);

  useEffect(() => {
    let current = true;
    void read(id).then((found) => current && setVerdict(found));
    return () => {
      current = false;
    };
  }, [id, read]);

  return (
    <div className="page verdict">
      <p>
        <a href={hrefOf({ page: 'studio', view: { name: 'models' } })}>{text.toModels}</a>
      </p>
      <h1>{model ? text.title(model.name) : pages.studio}</h1>
      <StudioTrouble problem={problem} onDismiss={dismiss} />
      {models !== null && !model ? (
        <p role="status">{text.gone}</p>
      ) : verdict === undefined || !model ? (
        !problem && <p role="status">{common.reading}</p>
      ) : (
        <>
          {verdict === null ? <p role="status">{text.missing}</p> : <Advice verdict={verdict} />}
          <Decision model={model} advice={verdict?.advice ?? null} />
          {verdict && <Evidence verdict={verdict} />}
        </>
      )}
    </div>
  );
}

/** One sentence to decide by. */
function Advice({ verdict: { before, after, advice, difference } }: { readonly verdict: Verdict }) {
  return (
    <header className="page-head">
      <p className="advice" data-testid="advice" data-advice={advice}>
        {text.advice[advice](score(before.macroF1), score(after.macroF1))}
      </p>
      <p className="hint">
        {text.seconds(totalSeconds(after))}{' '}
        {Number.isNaN(difference.low)
          ? text.unsure
          : text.interval(signed(difference.low), signed(difference.high))}
      </p>
    </header>
  );
}

function Evidence({ verdict }: { readonly verdict: Verdict }) {
  return (
    <>
      <SideBySide verdict={verdict} />
      <WorstSeconds worst={verdict.worst} />
      <Projections projection={verdict.projection} />
      <MixupExamples examples={verdict.mixupExamples} />
      <p className="hint">{text.how(verdict.steps, verdict.bestStep, verdict.backend)}</p>
    </>
  );
}
