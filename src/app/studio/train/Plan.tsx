import { GOOD_LABELLED, type TrainPlan } from '../../../engine/studio-api';
import type { RecordingSummary } from '../../../footage/footage-library';
import { stateWords, training as text } from '../../messages/texts';
import { enumerated } from '../../shared/format';
import { TableHead } from '../../shared/ui/Page';
import { useFootage, useTraining } from '../context';
import { labelledCount, secondsWithFaces } from '../recordings';
import { ButtonLink } from '../ui';

const ORDER = ['awake', 'drowsy', 'asleep'] as const;

/** What the training would learn from, and what is missing, with the way there. */
export function Plan({ recordings }: { readonly recordings: readonly RecordingSummary[] }) {
  const plan = useTraining((state) => state.plan);
  return (
    <section className="card plan" aria-labelledby="plan-title" data-testid="plan">
      <h2 id="plan-title">{text.planTitle}</h2>
      {plan === null ? <p role="status">{text.planning}</p> : <Seconds plan={plan} />}
      <div role="status">
        {plan &&
          (plan.missing.length > 0 ? <Missing plan={plan} recordings={recordings} /> : <Few plan={plan} />)}
      </div>
      {plan && <Lacking plan={plan} />}
    </section>
  );
}

function Seconds({ plan }: { readonly plan: TrainPlan }) {
  return (
    <table className="numbers">
      <caption>{text.planCaption}</caption>
      <TableHead columns={[text.planState, text.planTraining, text.planHeldOut]} />
      <tbody>
        {ORDER.map((label) => (
          <tr key={label}>
            <th scope="row">{stateWords[label]}</th>
            <td>{plan.training[label]}</td>
            <td>{plan.heldOut[label]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface MissingProps {
  readonly plan: TrainPlan;
  readonly recordings: readonly RecordingSummary[];
}

function Missing({ plan, recordings }: MissingProps) {
  const toLabel = recordings.find(hasOpenSeconds);
  return (
    <div className="missing">
      <h3>{text.missingTitle}</h3>
      <ul>
        {plan.missing.map((missing) => (
          <li key={`${missing.code} ${missing.label}`} data-code={missing.code}>
            {describe(missing, plan)}
          </li>
        ))}
      </ul>
      <div className="actions">
        <ButtonLink isPrimary to={{ name: 'footage', adds: true }}>
          {text.fixFootage}
        </ButtonLink>
        {toLabel && <ButtonLink to={{ name: 'labels', id: toLabel.id }}>{text.fixLabels}</ButtonLink>}
      </div>
    </div>
  );
}

const hasOpenSeconds = (recording: RecordingSummary): boolean =>
  labelledCount(recording) < secondsWithFaces(recording);

/** What is missing, and how much to bring for a comparison that says something. */
function describe({ code, label, have, need }: TrainPlan['missing'][number], plan: TrainPlan): string {
  if (label === null) return text.missing[code]('', have, need, need - have);
  const usable = code === 'one-class-held-out' ? plan.training[label] + plan.heldOut[label] : have;
  return text.missing[code](label, have, need, Math.max(need - have, GOOD_LABELLED - usable));
}

/** It can start, but what comes out will be uncertain: said before the time is spent. */
function Few({ plan }: { readonly plan: TrainPlan }) {
  return plan.few.map((label) => (
    <p key={label} data-testid="few">
      {text.few(stateWords[label], plan.training[label], plan.heldOut[label])}
    </p>
  ));
}

function Lacking({ plan }: { readonly plan: TrainPlan }) {
  const people = useFootage((state) => state.people) ?? [];
  if (plan.lackingPeople.length === 0) return null;
  const names = plan.lackingPeople.map((id) => people.find((person) => person.id === id)?.name ?? id);
  return <p className="hint">{text.lacking(enumerated(names))}</p>;
}
