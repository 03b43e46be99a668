import { useEffect } from 'react';
import { useMonitor, useOffline } from '../context';
import { common, offline as text } from '../messages/texts';
import { isBusy } from '../monitor/phase';
import { megabytes } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { readiness } from './offline-store';

/** Whether Wakeful opens and works here without a network, and what can be done if not. */
export function OfflineCard() {
  const state = useOffline(readiness);
  const missing = useOffline(({ missingBytes }) => missingBytes) ?? 0;
  const look = useOffline((offline) => offline.look);
  const fetchModels = useOffline((offline) => offline.fetchModels);
  const cancel = useOffline((offline) => offline.cancel);
  // Browsers remove files at any time.
  useEffect(() => void look(), [look]);
  return (
    <section className="card">
      <h2>{text.title}</h2>
      <p role="status" data-testid="offline" data-offline={state}>
        {text.readiness[state]}
      </p>
      {state === 'ready' && <p className="hint">{text.install}</p>}
      {state === 'fetching' && <Progress />}
      {state === 'fetching' && (
        <div className="actions">
          <Button onClick={cancel}>{common.cancel}</Button>
        </div>
      )}
      {state === 'incomplete' && (
        <div className="actions">
          <Button onClick={() => void look()}>{text.again}</Button>
        </div>
      )}
      {(state === 'missing' || state === 'failed') && (
        <div className="actions">
          <Button onClick={() => void fetchModels()}>{text.download(megabytes(missing))}</Button>
        </div>
      )}
    </section>
  );
}

function Progress() {
  const loaded = useMonitor(({ downloads }) => downloads.reduce((sum, file) => sum + file.loaded, 0));
  const missing = useOffline(({ missingBytes }) => missingBytes) ?? 0;
  return <progress aria-label={text.progress} value={Math.min(loaded, missing)} max={missing} />;
}

/** Announces a newer version, but not while a session runs: nothing is to distract then. */
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
