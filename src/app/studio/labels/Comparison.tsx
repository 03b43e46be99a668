import { SECOND_MS } from '../../../common/clock';
import type { WakefulnessClass } from '../../../common/classes';
import { cohensKappa } from '../../../footage/labels/kappa';
import { clockTime, percent } from '../../shared/format';
import { stateWords } from '../../strings';
import { labels as text } from './strings';
import { useLabels } from './context';

/** Differing seconds listed at most; the timeline shows all of them. */
const MOST_LISTED = 40;

/** How far two annotators agree, and where they do not. */
export function Comparison() {
  const rival = useLabels((state) => state.rival);
  const labels = useLabels(({ history }) => history.labels);
  const seek = useLabels((state) => state.seek);
  const end = useLabels((state) => state.endComparison);
  if (!rival) return null;
  const { kappa, agreed, seconds } = cohensKappa(labels, rival.labels);
  const differing = labels.flatMap((mine, second) => {
    const theirs = rival.labels[second] ?? null;
    return mine !== null && theirs !== null && mine !== theirs ? [{ second, mine, theirs }] : [];
  });
  const word = (label: WakefulnessClass): string => stateWords[label].toLowerCase();
  return (
    <section className="card" aria-label={rival.name} data-testid="comparison">
      <h2>{rival.name}</h2>
      <p className="kappa">
        {text.kappa}: <b>{kappa === null ? text.kappaNone : kappa.toFixed(2)}</b>
        {kappa !== null && `, ${text.kappaWords(kappa)}`}
      </p>
      <p>{text.agreed(percent(agreed), seconds)}</p>
      {rival.beyond > 0 && <p className="hint">{text.beyond(rival.beyond)}</p>}
      <p>{text.differing(differing.length)}</p>
      <ul className="differing">
        {differing.slice(0, MOST_LISTED).map(({ second, mine, theirs }) => (
          <li key={second}>
            <button type="button" className="button button-quiet" onClick={() => seek(second)}>
              {text.differs(clockTime(second * SECOND_MS), word(mine), word(theirs))}
            </button>
          </li>
        ))}
        {differing.length > MOST_LISTED && <li>{text.andMore(differing.length - MOST_LISTED)}</li>}
      </ul>
      <div className="actions">
        <button type="button" className="button" onClick={end}>
          {text.endComparison}
        </button>
      </div>
    </section>
  );
}
