import { useEffect, useState } from 'react';
import type { Verdict } from '../../../engine/studio-api';
import { percent } from '../../shared/format';
import { stateWords } from '../../strings';
import { verdict as text } from '../train/strings';

/** Two faces and their blend, as in the paper's Figure 3. */
export function MixupExamples({ examples }: { readonly examples: Verdict['mixupExamples'] }) {
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
                <Picture blob={pictures[0]} label={text.first(one)} />
                <Picture blob={pictures[1]} label={text.blend} />
                <Picture blob={pictures[2]} label={text.second(other)} />
              </div>
              <p className="hint">{text.mixupOf(percent(lambda), one.toLowerCase(), other.toLowerCase())}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Picture({ blob, label }: { readonly blob: Blob; readonly label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- an address has to be given back again
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url === null ? <span className="crop-empty" /> : <img className="crop" src={url} alt={label} />;
}
