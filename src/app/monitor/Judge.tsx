import { backendNames } from '../shared/strings';
import { monitor as text } from './strings';
import { useMonitor } from '../context';

/** Who judges, and on what it runs. */
export function Judge() {
  const info = useMonitor((monitor) => monitor.info);
  if (!info) return null;
  return (
    <p className="judge">
      <span className="tag" data-testid="backend" data-backend={info.backend}>
        {backendNames[info.backend]}
      </span>{' '}
      {info.checkpoint === null ? text.untrained : text.trained(info.checkpoint)}
    </p>
  );
}
