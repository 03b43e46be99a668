import type { Brush } from '../../../footage/labels/edit';
import { UNSURE_BELOW } from '../../../footage/labels/suggest';
import type { Suggestion } from '../../../footage/recording';
import { useLabels } from './context';
import type { Shown } from './shown';
import { runsOf, type Run } from './runs';

/** Where a run lies in what is shown. */
function placeOf({ from, to }: Run<unknown>, shown: Shown) {
  const share = 100 / (shown.to - shown.from);
  return { left: `${(from - shown.from) * share}%`, width: `${(to - from) * share}%` };
}

/** Labels as bars. */
export function RunBars({ values, shown }: { readonly values: readonly Brush[]; readonly shown: Shown }) {
  return runsOf(values, shown.from, shown.to).map(
    (run) =>
      run.value && <span key={run.from} className="bar" data-state={run.value} style={placeOf(run, shown)} />,
  );
}

const isSure = (suggestion: Suggestion | null): boolean => (suggestion?.confidence ?? 0) >= UNSURE_BELOW;

const isSame = (a: Suggestion | null, b: Suggestion | null): boolean =>
  a?.label === b?.label && isSure(a) === isSure(b);

/** What is suggested, hatched; the unsure outlined only. A click goes there. */
export function SuggestionLane({ shown }: { readonly shown: Shown }) {
  const suggestions = useLabels((state) => state.suggestions);
  const seek = useLabels((state) => state.seek);
  return (
    <div
      className="lane lane-thin"
      onPointerDown={({ currentTarget, clientX }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        seek(Math.floor(shown.from + ((clientX - left) / width) * (shown.to - shown.from)));
      }}
    >
      {runsOf(suggestions, shown.from, shown.to, isSame).map(
        (run) =>
          run.value && (
            <span
              key={run.from}
              className="bar bar-suggested"
              data-state={run.value.label}
              data-sure={isSure(run.value)}
              style={placeOf(run, shown)}
            />
          ),
      )}
    </div>
  );
}
