import { stateWords } from '../../strings';
import { studio as text } from '../strings';
import { useLabels, useSecond } from './context';

/** What the shown second is labelled, on the film. */
export function LabelMark() {
  const second = useSecond();
  const label = useLabels(({ history }) => history.labels[second] ?? null);
  return (
    <span className="film-label" data-state={label ?? 'none'} aria-hidden="true">
      {label ? stateWords[label] : text.unlabelled}
    </span>
  );
}
