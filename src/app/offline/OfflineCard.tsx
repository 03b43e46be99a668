import { common } from '../shared/strings';
import { offline as text } from './strings';
import { megabytes } from '../shared/format';
import { useMonitor, useOffline } from '../context';
import { readiness } from './readiness';
import { Button } from '../shared/ui/Button';

/** Whether Wakeful opens and works here without a network, and what can be done if not. */
export function OfflineCard() {
  const state = useOffline(readiness);
  const missing = useOffline(({ missingBytes }) => missingBytes) ?? 0;
  const fetchModels = useOffline((offline) => offline.fetchModels);
  const cancel = useOffline((offline) => offline.cancel);
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
