import { stateWords } from '../../strings';
import { labels as text } from './strings';

const ORDER = ['awake', 'drowsy', 'asleep'] as const;

/** Table 1 of the paper, beside the film. */
export function Scheme() {
  return (
    <section className="scheme" aria-labelledby="scheme-title">
      <h2 id="scheme-title">{text.schemeTitle}</h2>
      <dl>
        {ORDER.map((label) => (
          <div key={label} data-state={label}>
            <dt>{stateWords[label]}</dt>
            {text.scheme[label].map((rule) => (
              <dd key={rule}>{rule}</dd>
            ))}
          </div>
        ))}
      </dl>
      <p className="hint">{text.schemeSource}</p>
    </section>
  );
}
