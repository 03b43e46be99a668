import type { ReactNode } from 'react';
import { SECOND_MS } from '../../../common/clock';
import { labels as text, stateWords } from '../../messages/texts';
import { BETWEEN_SENTENCES, clockTime } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button } from '../../shared/ui/Button';
import { useFootage } from '../context';
import { ENOUGH_LABELLED, lackingStates, needsLabels } from '../recordings';
import { ButtonLink, Lacking, NextStep } from '../ui';
import { useLabels, useLabelsStore, useOpenSeconds, useSecond } from './context';
import { suggestedStretch } from './labels-store';
import { NEXT_KEY } from './use-label-keys';

/** What Wakeful proposes, to be accepted or corrected. */
export function SuggestionBar() {
  const { acceptSure, acceptHere, next } = useLabelsStore().getState();
  const labels = useLabels(({ history }) => history.labels);
  const suggestions = useLabels((state) => state.suggestions);
  const suggesting = useLabels((state) => state.suggesting);
  const problem = useLabels((state) => state.noSuggestions);
  const here = suggestedStretch(labels, suggestions, useSecond());
  const { open, suggested, sure } = useOpenSeconds();
  const time = (second: number): string => clockTime(second * SECOND_MS);
  return (
    <section className="card suggestions" aria-labelledby="suggestions-title">
      <h2 id="suggestions-title">{text.suggestionsTitle}</h2>
      {problem ? (
        <ProblemAlert problem={problem} />
      ) : (
        <>
          <p role="status">{suggesting === null ? left(suggested, sure) : text.suggesting}</p>
          {suggesting !== null && <progress aria-label={text.suggesting} value={suggesting} />}
          <div className="actions">
            <Button variant="primary" data-testid="accept-sure" disabled={sure === 0} onClick={acceptSure}>
              {text.acceptSure(sure)}
            </Button>
            <Button disabled={!here} onClick={acceptHere}>
              {text.acceptHere}
            </Button>
            <Button disabled={open === 0} onClick={next}>
              {text.next} <kbd aria-hidden="true">{NEXT_KEY.toUpperCase()}</kbd>
            </Button>
            {here && (
              <span className="hint">
                {text.here(stateWords[here.label], time(here.from), time(here.to))}
              </span>
            )}
          </div>
          <p className="hint">{text.suggestionsHint}</p>
        </>
      )}
    </section>
  );
}

/** Accept what is sure, look through the rest, go on with the next recording, or train. */
export function NextAfterLabels() {
  const { acceptSure, next, play } = useLabelsStore().getState();
  const { all, open, suggested, sure } = useOpenSeconds();
  const suggesting = useLabels((state) => state.suggesting);
  const isPlaying = useLabels((state) => state.isPlaying);
  const isEnough = all - open >= ENOUGH_LABELLED * all;

  const press = (does: string, onClick: () => void): ReactNode => (
    <Button variant="primary" onClick={onClick}>
      {does}
    </Button>
  );
  const accept = sure > 0 && press(text.acceptSure(sure), acceptSure);

  if (isEnough) return <Onwards open={open} accept={accept} />;
  if (accept) return <NextStep action={accept}>{text.nextAccept(open - sure)}</NextStep>;
  if (suggesting !== null) return <NextStep>{text.nextWait}</NextStep>;
  if (suggested > 0) return <NextStep action={press(text.next, next)}>{text.nextMore(open)}</NextStep>;
  return (
    <NextStep action={press(isPlaying ? text.pause : text.play, () => play(!isPlaying))}>
      {text.nextByHand}
    </NextStep>
  );
}

interface OnwardsProps {
  /** Seconds without a label. */
  readonly open: number;
  /** Accepts suggestions that are sure, while there are some. */
  readonly accept: ReactNode;
}

/** Enough of this recording is labelled. */
function Onwards({ open, accept }: OnwardsProps) {
  const id = useLabels(({ recording }) => recording?.id);
  const recordings = useFootage((state) => state.recordings) ?? [];
  const isSaving = useLabels((state) => state.isSaving);
  const other = recordings.find((recording) => recording.id !== id && needsLabels(recording));
  const isLacking = lackingStates(recordings).length > 0;
  // What is missing is known when all is saved: the list of recordings counts saved labels.
  if (isLacking && !other && !isSaving && !accept) return <Lacking recordings={recordings} />;
  const actions = (
    <span className="actions">
      {accept}
      {other && (
        <ButtonLink isPrimary={!accept} to={{ name: 'labels', id: other.id }}>
          {text.nextOtherButton}
        </ButtonLink>
      )}
      {!isLacking && (
        <ButtonLink isPrimary={!accept && !other} data-testid="go-train" to={{ name: 'train' }}>
          {other ? text.nextTrainAnyway : text.train}
        </ButtonLink>
      )}
    </span>
  );
  return (
    <NextStep action={actions}>
      {accept ? text.enough(open) : text.done(open)}
      {BETWEEN_SENTENCES}
      {other ? text.nextOther(other.session) : text.nextTrain}
      {BETWEEN_SENTENCES}
      <span className="hint" role="status">
        {isSaving ? text.saving : text.saved}
      </span>
    </NextStep>
  );
}

const left = (open: number, sure: number): string =>
  open > 0 && sure === open ? text.suggestionsAllSure(open) : text.suggestionsLeft(open, sure);
