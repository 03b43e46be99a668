import { SECOND_MS } from '../../../common/clock';
import { cohensKappa } from '../../../footage/labels/kappa';
import { common, labels as text, stateWordsInText } from '../../messages/texts';
import { BETWEEN_SENTENCES, clockTime, decimal, percent } from '../../shared/format';
import { Button } from '../../shared/ui/Button';
import { FilePicker, offerFile } from '../../shared/ui/Files';
import { useLabels, useLabelsStore } from './context';

const CSV = 'text/csv,.csv';

/** Labels out and in, and another annotator's beside them. */
export function LabelFiles() {
  const { csv, importCsv, compare } = useLabelsStore().getState();
  return (
    <section className="label-files" aria-labelledby="files-title">
      <h2 id="files-title">{text.filesTitle}</h2>
      <div className="actions">
        <Button onClick={() => offerFile('labels.csv', 'text/csv', csv())}>{text.export}</Button>
        <FilePicker accept={CSV} describedBy="import-hint" onFiles={([file]) => file && void importCsv(file)}>
          {text.import}
        </FilePicker>
        <FilePicker accept={CSV} describedBy="compare-hint" onFiles={([file]) => file && void compare(file)}>
          {text.compare}
        </FilePicker>
      </div>
      <Arrived />
      <p className="hint">
        <span id="import-hint">{common.named(text.import, text.importHint)}</span>
        {BETWEEN_SENTENCES}
        <span id="compare-hint">{common.named(text.compare, text.compareHint)}</span>
      </p>
    </section>
  );
}

/** What an import would change, before it does. */
function Arrived() {
  const arrived = useLabels((state) => state.arrived);
  const here = useLabels(({ history }) => history.labels);
  const { takeArrived, leaveArrived } = useLabelsStore().getState();
  if (!arrived) return null;
  const { name, labels, beyond } = arrived;
  const fitting = labels.filter((label) => label !== null).length;
  const lost = here.filter((label, second) => label !== null && labels[second] === null).length;
  const changed = here.filter(
    (label, second) => label !== null && labels[second] !== null && labels[second] !== label,
  ).length;
  return (
    <div className="confirm" role="group" aria-label={text.arrived(name)}>
      <p>{text.arrivedText(name, fitting, beyond, lost, changed)}</p>
      <Button autoFocus onClick={leaveArrived}>
        {common.keep}
      </Button>
      <Button variant="danger-solid" onClick={takeArrived}>
        {text.replace}
      </Button>
    </div>
  );
}

/** Differing seconds listed at most; the timeline shows all of them. */
const MOST_LISTED = 40;

/** What Landis and Koch (1977) call a kappa. */
function agreement(kappa: number): string {
  const { almostPerfect, substantial, moderate, fair, slight } = text.agreement;
  if (kappa > 0.8) return almostPerfect;
  if (kappa > 0.6) return substantial;
  if (kappa > 0.4) return moderate;
  return kappa > 0.2 ? fair : slight;
}

/** How far two annotators agree, and where they do not. */
export function LabelComparison() {
  const rival = useLabels((state) => state.rival);
  const labels = useLabels(({ history }) => history.labels);
  const { seek, endComparison } = useLabelsStore().getState();
  if (!rival) return null;
  const { kappa, agreed, seconds } = cohensKappa(labels, rival.labels);
  const differing = labels.flatMap((mine, second) => {
    const theirs = rival.labels[second] ?? null;
    return mine !== null && theirs !== null && mine !== theirs ? [{ second, mine, theirs }] : [];
  });
  return (
    <section className="card" aria-label={rival.name} data-testid="comparison">
      <h2>{rival.name}</h2>
      <p className="kappa">
        {common.named(text.kappa, '')}
        <b>{kappa === null ? text.kappaNone : decimal(kappa, 2)}</b>
        {kappa !== null && common.comma + agreement(kappa)}
      </p>
      <p>{text.agreed(percent(agreed), seconds)}</p>
      {rival.beyond > 0 && <p className="hint">{text.beyond(rival.beyond)}</p>}
      <p>{text.differing(differing.length)}</p>
      <ul className="differing">
        {differing.slice(0, MOST_LISTED).map(({ second, mine, theirs }) => (
          <li key={second}>
            <Button variant="quiet" onClick={() => seek(second)}>
              {text.differs(clockTime(second * SECOND_MS), stateWordsInText[mine], stateWordsInText[theirs])}
            </Button>
          </li>
        ))}
        {differing.length > MOST_LISTED && <li>{text.andMore(differing.length - MOST_LISTED)}</li>}
      </ul>
      <div className="actions">
        <Button onClick={endComparison}>{text.endComparison}</Button>
      </div>
    </section>
  );
}
