import { common } from '../shared/strings';
import { offline as text } from './strings';
import { useMonitor, useOffline } from '../context';
import { isBusy } from '../monitor/monitor-events';
import { Button } from '../shared/ui/Button';

/** Announces a newer version. While a session runs it waits: nothing is to distract, and nothing to be reloaded. */
export function UpdateNotice() {
  const update = useOffline((offline) => offline.update);
  const reload = useOffline((offline) => offline.reload);
  const later = useOffline((offline) => offline.later);
  const isHidden = useMonitor(isBusy) || update === 'none';
  return (
    <div role="status" aria-label={text.updates} className="update-notice">
      {!isHidden && (
        <div className="update" data-testid="update" data-update={update}>
          <p>{update === 'elsewhere' ? text.elsewhere : text.updateReady}</p>
          <div className="actions">
            <Button disabled={update === 'reloading'} onClick={() => void reload()}>
              {update === 'reloading' ? text.reloading : text.reloadNow}
            </Button>
            <Button variant="quiet" onClick={later}>
              {common.later}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
