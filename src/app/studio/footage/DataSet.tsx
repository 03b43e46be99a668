import { percent } from '../../shared/format';
import { common } from '../../strings';
import { footage as text, studio as studioText } from '../strings';
import { fileStamp } from '../../shared/format';
import { useServices } from '../../context';
import { offerBlob } from '../../shared/ui/download';
import { useFootage } from '../context';
import { FilePicker } from './FilePicker';

/** All footage as one file, and back. */
export function DataSet({ isEmpty }: { readonly isEmpty: boolean }) {
  const { now } = useServices();
  const transfer = useFootage((state) => state.transfer);
  const exportDataset = useFootage((state) => state.exportDataset);
  const importDataset = useFootage((state) => state.importDataset);
  const stop = useFootage((state) => state.stopTransfer);

  async function save(): Promise<void> {
    const zip = await exportDataset();
    if (zip) offerBlob(`wakeful-footage-${fileStamp(now())}.zip`, zip);
  }

  return (
    <section className="danger-zone" aria-labelledby="dataset-title">
      <h2 id="dataset-title">{text.dataTitle}</h2>
      <p>
        {text.data} <span className="tag">{studioText.biometric}</span>
      </p>
      {transfer ? (
        <div className="transfer">
          <progress
            aria-label={transfer.kind === 'export' ? text.exporting : text.importing}
            value={transfer.share}
          />
          <p className="hint">
            {transfer.kind === 'export' ? text.exporting : text.importing} {percent(transfer.share)}
          </p>
          <button type="button" className="button" onClick={stop}>
            {common.cancel}
          </button>
        </div>
      ) : (
        <div className="actions">
          <button type="button" className="button" disabled={isEmpty} onClick={() => void save()}>
            {text.export}
          </button>
          <FilePicker
            accept="application/zip,.zip"
            onFiles={([file]) => {
              if (file) void importDataset(file);
            }}
          >
            {text.import}
          </FilePicker>
        </div>
      )}
      <Imported />
    </section>
  );
}

/** What an import has brought, and what it has left out. */
function Imported() {
  const imported = useFootage((state) => state.imported);
  return (
    <div role="status">
      {imported && (
        <>
          <p>{text.imported(imported.people, imported.recordings, imported.crops)}</p>
          {imported.ignored.length > 0 && (
            <details>
              <summary>{text.importIgnored(imported.ignored.length)}</summary>
              <ul className="ignored">
                {imported.ignored.map(({ path, reason }) => (
                  <li key={path} className="technical">
                    {path}: {reason}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </div>
  );
}
