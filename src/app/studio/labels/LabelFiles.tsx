import type { Recording } from '../../../footage/recording';
import { labels as text } from './strings';
import { offerFile } from '../../shared/ui/download';
import { FilePicker } from '../footage/FilePicker';
import { useLabels } from './context';

const CSV = 'text/csv,.csv';

/** Labels out and in, and another annotator's beside them. */
export function LabelFiles({ recording }: { readonly recording: Recording }) {
  const csv = useLabels((state) => state.csv);
  const importCsv = useLabels((state) => state.importCsv);
  const compare = useLabels((state) => state.compare);
  return (
    <section className="label-files" aria-labelledby="files-title">
      <h2 id="files-title">{text.filesTitle}</h2>
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() => offerFile(`${recording.session}-labels.csv`, 'text/csv', csv())}
        >
          {text.export}
        </button>
        <FilePicker accept={CSV} describedBy="import-hint" onFiles={([file]) => file && void importCsv(file)}>
          {text.import}
        </FilePicker>
        <FilePicker accept={CSV} describedBy="compare-hint" onFiles={([file]) => file && void compare(file)}>
          {text.compare}
        </FilePicker>
      </div>
      <p className="hint">
        <span id="import-hint">
          {text.import}: {text.importHint}
        </span>{' '}
        <span id="compare-hint">
          {text.compare}: {text.compareHint}
        </span>
      </p>
    </section>
  );
}
