import { SECOND_MS } from '../../../common/clock';
import { clockTime } from '../../shared/format';
import { stateWords } from '../../strings';
import { labels as text } from './strings';
import { suggestedStretch } from './labels-store';
import { StudioTrouble } from '../../shared/problems/StudioTrouble';
import { useLabels, useOpenSeconds, useSecond } from './context';

/** What Wakeful proposes, to be accepted or corrected. */
export function SuggestionBar() {
  const labels = useLabels(({ history }) => history.labels);
  const suggestions = useLabels((state) => state.suggestions);
  const problem = useLabels((state) => state.noSuggestions);
  const acceptSure = useLabels((state) => state.acceptSure);
  const acceptHere = useLabels((state) => state.acceptHere);
  const next = useLabels((state) => state.next);
  const here = suggestedStretch(labels, suggestions, useSecond());
  const suggesting = useLabels((state) => state.suggesting);
  const { open, suggested, sure } = useOpenSeconds();
  return (
    <section className="card suggestions" aria-labelledby="suggestions-title">
      <h2 id="suggestions-title">{text.suggestionsTitle}</h2>
      {problem ? (
        <StudioTrouble problem={problem} />
      ) : (
        <>
          <p role="status">{suggesting === null ? text.suggestions(suggested, sure) : text.suggesting}</p>
          {suggesting !== null && <progress aria-label={text.suggesting} value={suggesting} />}
          <div className="actions">
            <button
              type="button"
              className="button button-primary"
              data-testid="accept-sure"
              disabled={sure === 0}
              onClick={acceptSure}
            >
              {text.acceptSure(sure)}
            </button>
            <button type="button" className="button" disabled={!here} onClick={acceptHere}>
              {text.acceptHere}
            </button>
            <button type="button" className="button" disabled={open === 0} onClick={next}>
              {text.next} <kbd aria-hidden="true">N</kbd>
            </button>
            {here && (
              <span className="hint">
                {text.here(
                  stateWords[here.label],
                  clockTime(here.from * SECOND_MS),
                  clockTime(here.to * SECOND_MS),
                )}
              </span>
            )}
          </div>
          <p className="hint">{text.suggestionsHint}</p>
        </>
      )}
    </section>
  );
}
