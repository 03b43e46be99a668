import { useEffect, useState } from 'react';
import type { Verdict } from '../../../engine/studio-api';
import { listed } from '../../shared/format';
import { hrefOf } from '../../shared/routes';
import { backendNames, common, pages, stateWords } from '../../strings';
import { verdict as text } from '../train/strings';
import { useModels } from '../context';
import { StudioTrouble } from '../../shared/problems/StudioTrouble';
import { Decision } from './Decision';
import { MixupExamples } from './MixupExamples';
import { Projections } from './Projections';
import { lost, score, signed, totalSeconds } from './scores';
import { SideBySide } from './SideBySide';
import { WorstSeconds } from './WorstSeconds';

/** Before and after a training, and the decision. */
export function VerdictPage({ id }: { readonly id: string }) {
  const models = useModels((state) => state.models);
  const read = useModels((state) => state.verdict);
  const isAdopted = useModels((state) => state.adopted === id);
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
          {verdict === null ? (
            <p role="status">{text.missing}</p>
          ) : (
            <Advice verdict={verdict} isAdopted={isAdopted} />
          )}
          <Decision model={model} advice={verdict?.advice ?? null} />
          {verdict && <Evidence verdict={verdict} />}
        </>
      )}
    </div>
  );
}

interface AdviceProps {
  readonly verdict: Verdict;
  readonly isAdopted: boolean;
}

/** One sentence to decide by, and what to do as long as nothing is decided. */
function Advice({ verdict: { before, after, advice, difference }, isAdopted }: AdviceProps) {
  const losses = lost(before, after);
  return (
    <header className="page-head">
      <p className="advice" data-testid="advice" data-advice={advice}>
        {text.advice[advice](score(before.macroF1), score(after.macroF1))}{' '}
        {!isAdopted && text.counsel[advice]}
      </p>
      {losses.length > 0 && (
        <p className="advice-but" data-testid="lost">
          {text.lost(
            listed(
              losses.map(({ label, then, now }) => text.lostOf(stateWords[label], score(then), score(now))),
            ),
          )}
        </p>
      )}
      <p className="hint">
        {text.scoreHint} {text.seconds(totalSeconds(after))} {spreadOf(difference)}
      </p>
    </header>
  );
}

/** How sure the difference is. */
function spreadOf({ low, high }: Verdict['difference']): string {
  if (Number.isNaN(low)) return text.unsure;
  const [from, to] = [signed(low), signed(high)];
  return from === to ? text.noSpread : text.interval(from, to);
}

function Evidence({ verdict }: { readonly verdict: Verdict }) {
  return (
    <>
      <SideBySide verdict={verdict} />
      <WorstSeconds worst={verdict.worst} />
      <Projections projection={verdict.projection} />
      <MixupExamples examples={verdict.mixupExamples} />
      <p className="hint">{text.how(verdict.steps, verdict.bestStep, backendNames[verdict.backend])}</p>
    </>
  );
}
