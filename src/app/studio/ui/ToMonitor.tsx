import { hrefOf } from '../../shared/routes';
import { useMonitor } from '../../context';
import { studio as text } from '../strings';

/** To where a session can be started: the summary of the last one is left. */
export function ToMonitor() {
  const leave = useMonitor((state) => state.leave);
  return (
    <a className="button button-primary" href={hrefOf({ page: 'monitor' })} onClick={leave}>
      {text.toMonitor}
    </a>
  );
}
