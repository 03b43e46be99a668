import type { TrainPlan } from '../../../engine/studio-api';
import type { RecordingSummary } from '../../../footage/footage-library';
import { hrefOf, type StudioView } from '../../routes';
import { stateWords } from '../../strings';
import { train as text } from '../../strings/studio-training';
import { useFootage, useTraining } from '../context';

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
    <>
      <table className="numbers">
        <caption>{text.planCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.planState}</th>
            <th scope="col">{text.planTraining}</th>
            <th scope="col">{text.planHeldOut}</th>
          </tr>
        </thead>
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
    </>
  );
}

interface MissingProps {
  readonly plan: TrainPlan;
  readonly recordings: readonly RecordingSummary[];
}

function Missing({ plan, recordings }: MissingProps) {
  const labels: StudioView = recordings[0] ? { name: 'labels', id: recordings[0].id } : { name: 'footage' };
  return (
    <div className="missing">
      <h3>{text.missingTitle}</h3>
      <ul>
        {plan.missing.map(({ code, label, have, need }) => (
          <li key={`${code} ${label}`} data-code={code}>
            {text.missing[code](label === null ? '' : stateWords[label], have, need)}
          </li>
        ))}
      </ul>
      <div className="actions">
        <a className="button" href={hrefOf({ page: 'studio', view: labels })}>
          {text.fixLabels}
        </a>
        <a className="button" href={hrefOf({ page: 'studio', view: { name: 'footage' } })}>
          {text.fixFootage}
        </a>
      </div>
    </div>
  );
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
  return <p className="hint">{text.lacking(names.join(', '))}</p>;
}
