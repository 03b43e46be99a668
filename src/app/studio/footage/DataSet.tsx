import { useState } from 'react';
import { useServices } from '../../context';
import { common, footage as text, studio as studioText } from '../../messages/texts';
import { fileStamp } from '../../shared/format';
import { Button } from '../../shared/ui/Button';
import { Check } from '../../shared/ui/Field';
import { FilePicker, offerBlob, Transfer } from '../../shared/ui/Files';
import { useFootage, useFootageStore } from '../context';

/** All footage as one file, and back. */
export function DataSet({ isEmpty }: { readonly isEmpty: boolean }) {
  const { now } = useServices();
  const transfer = useFootage((state) => state.transfer);
  const { exportDataset, importDataset, stopTransfer } = useFootageStore().getState();

  const [withNames, setWithNames] = useState(false);

  async function save(): Promise<void> {
    const zip = await exportDataset(withNames ? 'own' : 'neutral');
    if (zip) offerBlob(`wakeful-footage-${fileStamp(now())}.zip`, zip);
  }

  const working = transfer?.kind === 'export' ? text.exporting : text.importing;
  return (
    <section className="danger-zone" aria-labelledby="dataset-title">
      <h2 id="dataset-title">{text.dataTitle}</h2>
      <p>
        {text.data} <span className="tag">{studioText.biometric}</span>
      </p>
      {transfer ? (
        <Transfer label={working} fraction={transfer.fraction} onCancel={stopTransfer} />
      ) : (
        <>
          <Check checked={withNames} onChange={setWithNames}>
            {text.withNames}
          </Check>
          <div className="actions">
            <Button disabled={isEmpty} onClick={() => void save()}>
              {text.export}
            </Button>
            <FilePicker
              accept="application/zip,.zip"
              onFiles={([file]) => {
                if (file) void importDataset(file);
              }}
            >
              {text.import}
            </FilePicker>
          </div>
        </>
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
      {imported && <p>{text.imported(imported.people, imported.recordings, imported.crops)}</p>}
      {imported && imported.ignored.length > 0 && (
        <details>
          <summary>{text.importIgnored(imported.ignored.length)}</summary>
          <ul className="ignored">
            {imported.ignored.map(({ path, reason }) => (
              <li key={path} className="technical">
                {common.named(path, reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
