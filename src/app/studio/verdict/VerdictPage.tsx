import { useState } from 'react';
import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import { SECOND_MS } from '../../../common/clock';
import type { Verdict, WorstSecond } from '../../../engine/studio-api';
import type { StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { useMonitor } from '../../context';
import {
  backendNames,
  common,
  comparison as text,
  models as modelsText,
  pages,
  stateWords,
  stateWordsInText,
} from '../../messages/texts';
import { BETWEEN_SENTENCES, clockTime, listed, percent } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { hrefOf } from '../../shared/routes';
import { Button, ConfirmButton } from '../../shared/ui/Button';
import { useRead } from '../../shared/ui/Page';
import { useModels, useModelsStore } from '../context';
import { ButtonLink, CropPicture, FacePicture, NextStep, ToMonitor } from '../ui';
import { LiveTrial } from './LiveTrial';
import { Projections } from './Projections';
import { lost, score, secondsRight, SideBySide, signed } from './SideBySide';
import './verdict.css';

/** Before and after a training, and the decision. */
export function VerdictPage({ id }: { readonly id: string }) {
  const models = useModels((state) => state.models);
  const read = useModels((state) => state.verdict);
  const isAdopted = useModels((state) => state.adopted === id);
  const problem = useModels((state) => state.problem);
  const dismiss = useModels((state) => state.dismissProblem);
  /** undefined: being read, or it could not be, which is told; null: none was made. */
  const verdict = useRead(read, id);
  const model = models?.find((each) => each.id === id);

  return (
    <div className="page verdict">
      <p>
        <a href={hrefOf({ page: 'studio', view: { name: 'models' } })}>{text.toModels}</a>
      </p>
      <h1>{model ? text.title(model.name) : pages.studio}</h1>
      <ProblemAlert problem={problem} onDismiss={dismiss} />
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
          {verdict && (
            <>
              <SideBySide verdict={verdict} />
              <WorstSeconds worst={verdict.worst} />
              <Projections projection={verdict.projection} />
              <MixupExamples examples={verdict.mixupExamples} />
              <p className="hint">{howMade(verdict)}</p>
            </>
          )}
        </>
      )}
    </div>
  );
}

/** What to decide by: seconds that were right, counted, and how far the counts can be trusted. */
function Advice({ verdict, isAdopted }: { readonly verdict: Verdict; readonly isAdopted: boolean }) {
  const { before, after, advice, difference } = verdict;
  const [then, now] = [secondsRight(before), secondsRight(after)];
  const losses = lost(before, after);
  // The score counts all states alike: it may rise while the count falls, and the reverse.
  const disagrees = (now.right - then.right) * (after.macroF1 - before.macroF1) < 0;
  return (
    <header className="page-head">
      <p className="advice" data-testid="advice" data-advice={advice}>
        {text.advice[advice]}
        {BETWEEN_SENTENCES}
        {text.counts(now.right, then.right, now.all)}
        {BETWEEN_SENTENCES}
        {!isAdopted && text.counsel[advice]}
      </p>
      <ul className="counts" data-testid="counts">
        {WAKEFULNESS_CLASSES.flatMap((label) => {
          const [earlier, later] = [secondsRight(before, label), secondsRight(after, label)];
          if (later.all === 0) return [];
          return (
            <li key={label} data-state={label}>
              <b>{stateWords[label]}</b> {text.countsOf(later.right, earlier.right, later.all)}
            </li>
          );
        })}
      </ul>
      {losses.length > 0 && (
        <p className="advice-but" data-testid="lost">
          {text.lost(
            listed(
              losses.map(({ label, then: from, now: to }) =>
                text.lostOf(stateWords[label], score(from), score(to)),
              ),
            ),
          )}
        </p>
      )}
      <p className="hint">
        {[
          text.scores(score(after.macroF1), score(before.macroF1)),
          text.scoreHint,
          ...(disagrees ? [text.scoreDisagrees] : []),
          text.heldOut,
          spreadOf(difference),
        ].join(BETWEEN_SENTENCES)}
      </p>
      <p className="hint">{text.eyesToo}</p>
    </header>
  );
}

/** How sure the difference is. */
function spreadOf({ low, high }: Verdict['difference']): string {
  if (Number.isNaN(low)) return text.unsure;
  const [from, to] = [signed(low), signed(high)];
  return from === to ? text.noSpread : text.interval(from, to);
}

/** The faces it errs on most, to be looked at: often it is the label that errs. */
function WorstSeconds({ worst }: { readonly worst: readonly WorstSecond[] }) {
  return (
    <section aria-labelledby="worst-title" className="worst">
      <h2 id="worst-title">{text.worstTitle}</h2>
      {worst.length === 0 ? (
        <p>{text.noWorst}</p>
      ) : (
        <>
          <p className="hint">{text.worstHint}</p>
          <ul className="strip" tabIndex={0} aria-labelledby="worst-title">
            {worst.map((second) => (
              <li key={`${second.recordingId} ${second.second}`}>
                <Second second={second} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function howMade({ steps, bestStep, backend }: Verdict): string {
  const name = backendNames[backend];
  return bestStep === null ? text.how(steps, name) : text.howBest(steps, bestStep, name);
}

function Second({ second: wrong }: { readonly second: WorstSecond }) {
  const { recordingId, second, crop, truth, before, after } = wrong;
  const words = text.worst(stateWordsInText[truth], stateWordsInText[after]);
  return (
    <a href={hrefOf({ page: 'studio', view: { name: 'labels', id: recordingId, second } })}>
      <CropPicture recordingId={recordingId} index={crop} label={words} />
      <span className="strip-words" aria-hidden="true">
        {words}
      </span>
      <span className="hint">{text.worstBefore(stateWordsInText[before])}</span>
      <span className="hint">{text.worstOpen(clockTime(second * SECOND_MS))}</span>
    </a>
  );
}

/** Two faces and their blend, as in the paper's Figure 3. */
function MixupExamples({ examples }: { readonly examples: Verdict['mixupExamples'] }) {
  if (examples.length === 0) return null;
  return (
    <section aria-labelledby="mixup-title" className="mixup">
      <h2 id="mixup-title">{text.mixupTitle}</h2>
      <p className="hint">{text.mixupHint}</p>
      <ul className="mixup-list">
        {examples.map(({ lambda, labels: [first, second], pictures }, i) => {
          const [one, other] = [stateWords[first], stateWords[second]];
          return (
            <li key={i}>
              <div className="mixup-row">
                <FacePicture blob={pictures[0]} label={text.first(one)} />
                <FacePicture blob={pictures[1]} label={text.blend} />
                <FacePicture blob={pictures[2]} label={text.second(other)} />
              </div>
              <p className="hint">
                {text.mixupOf(percent(lambda), stateWordsInText[first], stateWordsInText[second])}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface Props {
  readonly model: StoredCheckpoint;
  /** null: nothing was measured here. */
  readonly advice: Verdict['advice'] | null;
}

/** Adopt, or keep the old one. What did worse is adopted only at a second wish. */
function Decision({ model, advice }: Props) {
  const { id } = model;
  const [isTrying, setTrying] = useState(false);
  const { adopt, keepOld, rollBack } = useModelsStore().getState();
  const isAdopted = useModels(({ adopted }) => adopted === id);
  const canRollBack = useModels((state) => state.canRollBack);
  const isRehearsed = useModels(({ trying }) => trying === id);
  const isInSession = useMonitor((state) => state.inSession);

  if (isAdopted) {
    const actions = (
      <span className="actions">
        <ToMonitor />
        {canRollBack && (
          <Button data-testid="roll-back" onClick={() => void rollBack()}>
            {text.rollBack}
          </Button>
        )}
      </span>
    );
    return (
      <div role="status" data-testid="adopted">
        <NextStep action={actions}>
          <b>{text.adopted}</b> {isInSession ? text.nextSession : text.nextMonitor}
        </NextStep>
      </div>
    );
  }
  if (isRehearsed) return <p role="status">{modelsText.trying}</p>;
  const actions =
    advice === 'worse' ? (
      <span className="actions">
        <ButtonLink isPrimary to={{ name: 'models' }} onClick={() => void keepOld(id)}>
          {text.keepOld}
        </ButtonLink>
        <ConfirmButton
          question={text.confirmWorse}
          confirm={text.confirmWorseYes}
          onConfirm={() => void adopt(id)}
        >
          {text.adoptWorse}
        </ConfirmButton>
      </span>
    ) : (
      <span className="actions">
        <Button variant="primary" data-testid="adopt" onClick={() => void adopt(id)}>
          {text.adopt}
        </Button>
        <ButtonLink to={{ name: 'models' }} onClick={() => void keepOld(id)}>
          {text.keepOld}
        </ButtonLink>
      </span>
    );
  return (
    <>
      <NextStep action={actions}>{text.nextDecide}</NextStep>
      {isTrying ? (
        <LiveTrial model={model} onClose={() => setTrying(false)} />
      ) : (
        <p>
          <Button data-testid="try-live" onClick={() => setTrying(true)}>
            {text.tryLive}
          </Button>
        </p>
      )}
    </>
  );
}
