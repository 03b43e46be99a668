import { stateWords, unknownReasons } from '../strings';
import { useMonitor } from '../context';
import { StateGlyph } from './StateGlyph';

/**
 * The state, as the page, tests and assistive technology read it. What is in it changes only with the state or its
 * reason, so that a screen reader does not speak every second.
 */
export function StateStatus({
  size,
  isLive = true,
}: {
  readonly size: 'large' | 'small';
  /** Spoken on changes; false where the same state is spoken elsewhere already. */
  readonly isLive?: boolean;
}) {
  const state = useMonitor((monitor) => monitor.state.state);
  const shown = useMonitor((monitor) => monitor.state.shown);
  const reason = useMonitor((monitor) => monitor.state.reason);
  return (
    <div
      className={`state state-${size}`}
      role={isLive ? 'status' : undefined}
      data-testid="state"
      data-state={state}
      data-reason={reason}
    >
      <StateGlyph state={state} />
      <div className="state-text">
        <span className="state-word">{stateWords[shown]}</span>{' '}
        {reason && <span className="state-reason">{unknownReasons[reason].title}</span>}
      </div>
    </div>
  );
}
