import { hrefOf } from '../../routes';
import { labels as text } from '../../strings/studio-labels';
import { useFootage } from '../context';
import { needsLabels } from '../footage/recordings';
import { NextStep } from '../ui/NextStep';
import { useLabels } from './context';

/** Look through the rest, go on with the next recording, or train. */
export function NextAfterLabels() {
  const id = useLabels(({ recording }) => recording?.id);
  const recordings = useFootage((state) => state.recordings) ?? [];
  const labels = useLabels(({ history }) => history.labels);
  const next = useLabels((state) => state.next);
  const isSaving = useLabels((state) => state.isSaving);
  const open = labels.filter((label) => label === null).length;
  const isEnough = open <= labels.length / 2;
  const other = recordings.find((recording) => recording.id !== id && needsLabels(recording));
  const train = hrefOf({ page: 'studio', view: { name: 'train' } });

  if (!isEnough) {
    return (
      <NextStep
        action={
          <button type="button" className="button button-primary" onClick={next}>
            {text.next}
          </button>
        }
      >
        {text.nextMore}
      </NextStep>
    );
  }
  return (
    <NextStep
      action={
        <span className="actions">
          {other && (
            <a
              className="button button-primary"
              href={hrefOf({ page: 'studio', view: { name: 'labels', id: other.id } })}
            >
              {text.nextOtherButton}
            </a>
          )}
          <a className={other ? 'button' : 'button button-primary'} data-testid="go-train" href={train}>
            {other ? text.nextTrainAnyway : text.train}
          </a>
        </span>
      }
    >
      {other ? text.nextOther(other.session) : text.nextTrain}{' '}
      <span className="hint" role="status">
        {isSaving ? text.saving : text.saved}
      </span>
    </NextStep>
  );
}
