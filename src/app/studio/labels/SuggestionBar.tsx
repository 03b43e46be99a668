import { UNSURE_BELOW } from '../../../footage/labels/suggest';
import { clockTime } from '../../format';
import { stateWords } from '../../strings';
import { labels as text } from '../../strings/studio-labels';
import { suggestedStretch } from '../../stores/studio-labels-store';
import { StudioTrouble } from '../ui/StudioTrouble';
import { useLabels, useSecond } from './context';

const SECOND_MS = 1000;

/** What Wakeful proposes, to be accepted or corrected. */
export function SuggestionBar() {
  const labels = useLabels(({ history }) => history.labels);
  const suggestions = useLabels((state) => state.suggestions);
  const problem = useLabels((state) => state.noSuggestions);
  const acceptSure = useLabels((state) => state.acceptSure);
  const acceptHere = useLabels((state) => state.acceptHere);
  const next = useLabels((state) => state.next);
  const here = suggestedStretch(labels, suggestions, useSecond());
  const open = suggestions.filter((suggestion, second) => suggestion && labels[second] === null);
  const sure = open.filter((suggestion) => suggestion && suggestion.confidence >= UNSURE_BELOW).length;
  return (
    <section className="card suggestions" aria-labelledby="suggestions-title">
      <h2 id="suggestions-title">{text.suggestionsTitle}</h2>
      {problem ? (
        <StudioTrouble problem={problem} />
      ) : (
        <>
          <p role="status">{text.suggestions(open.length, sure)}</p>
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
            <button
              type="button"
              className="button"
              disabled={labels.every((label) => label !== null)}
              onClick={next}
            >
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
