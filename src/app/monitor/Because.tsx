import { useShallow } from 'zustand/react/shallow';
import { certainties, monitor as text, stateCauses, unknownReasons } from '../strings';
import { useMonitor } from '../context';

/** Causes shown; the strongest come first. */
const SHOWN = 2;

/** What the state rests on and how sure it is, or what to do when nothing is known. Not read out by itself. */
export function Because() {
  const { state, reason, causes, certainty } = useMonitor(useShallow((monitor) => monitor.state));
  if (state === 'unknown') {
    return <p className="because">{unknownReasons[reason ?? 'starting'].todo}</p>;
  }
  const because = causes
    .slice(0, SHOWN)
    .map((cause) => stateCauses[cause])
    .join(', ');
  return (
    <p className="because">
      {because && <span className="because-causes">{because}</span>}
      <span className="because-confidence">
        {text.confidence} <b>{certainties[certainty ?? 'unsure']}</b>
      </span>
    </p>
  );
}
