import type { RecordingSummary } from '../../../footage/footage-library';
import { hrefOf } from '../../shared/routes';
import { footage as text, studio as studioText } from '../strings';
import { useFootage } from '../context';
import { Lacking } from '../ui/Lacking';
import { NextStep } from '../ui/NextStep';
import { lackingStates, needsLabels } from './recordings';

/** Labels first, then what is lacking, then training. */
export function NextAfterFootage({ recordings }: { readonly recordings: readonly RecordingSummary[] }) {
  const latest = useFootage((state) => state.latest);
  const fresh = recordings.find(({ id }) => id === latest);
  const unlabelled = recordings.filter(needsLabels);
  const next = unlabelled.find((recording) => recording === fresh) ?? unlabelled[0];
  if (next) {
    return (
      <div role="status">
        <NextStep
          action={
            <a
              className="button button-primary"
              data-testid="next-label"
              href={hrefOf({ page: 'studio', view: { name: 'labels', id: next.id } })}
            >
              {text.labelNow}
            </a>
          }
        >
          {next === fresh && `${text.ready(next.session)} `}
          {text.nextLabels(next.session)}
        </NextStep>
      </div>
    );
  }
  if (recordings.length === 0) return null;
  if (lackingStates(recordings).length > 0) return <Lacking recordings={recordings} />;
  return (
    <NextStep
      action={
        <a className="button button-primary" href={hrefOf({ page: 'studio', view: { name: 'train' } })}>
          {studioText.steps.train}
        </a>
      }
    >
      {text.nextTrain}
    </NextStep>
  );
}
