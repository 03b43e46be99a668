import { useState } from 'react';
import { hrefOf } from '../../shared/routes';
import { common } from '../../strings';
import { studio as studioText } from '../strings';
import { models as text } from '../train/strings';
import { useModels } from '../context';
import { FilePicker } from '../footage/FilePicker';
import { NextStep } from '../ui/NextStep';
import { StudioTrouble } from '../../shared/problems/StudioTrouble';
import { ToMonitor } from '../ui/ToMonitor';
import { ModelCard, ShippedCard } from './ModelCard';

/** Every network that can judge here, and which one does. */
export function ModelsPage() {
  const models = useModels((state) => state.models);
  const problem = useModels((state) => state.problem);
  const dismiss = useModels((state) => state.dismissProblem);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{text.title}</h1>
        <p className="lead">{text.lead}</p>
      </header>
      <StudioTrouble problem={problem} onDismiss={dismiss} />
      {models === null ? (
        <p role="status">{common.reading}</p>
      ) : (
        <>
          <Next />
          <RollBack />
          <ul className="list" aria-label={text.title}>
            {models.map((model) => (
              <ModelCard key={model.id} model={model} />
            ))}
            <ShippedCard />
          </ul>
          <ImportModel />
          <p className="biometric hint">
            <span className="tag">{studioText.biometric}</span> {studioText.staysHere}
          </p>
        </>
      )}
    </div>
  );
}

/** Train, compare, or use what judges. */
function Next() {
  const models = useModels((state) => state.models) ?? [];
  const adopted = useModels((state) => state.adopted);
  const newest = models[0];
  if (!newest) {
    return (
      <div className="empty">
        <h2>{text.emptyTitle}</h2>
        <p>{text.empty}</p>
        <p>
          <a className="button button-primary" href={hrefOf({ page: 'studio', view: { name: 'train' } })}>
            {text.toTraining}
          </a>
        </p>
      </div>
    );
  }
  if (adopted === null && newest.heldOut) {
    return (
      <NextStep
        action={
          <a
            className="button button-primary"
            href={hrefOf({ page: 'studio', view: { name: 'verdict', id: newest.id } })}
          >
            {text.compare}
          </a>
        }
      >
        {text.nextAdopt(newest.name)}
      </NextStep>
    );
  }
  if (adopted === null) return null;
  return <NextStep action={<ToMonitor />}>{text.nextMonitor}</NextStep>;
}

function RollBack() {
  const canRollBack = useModels((state) => state.canRollBack);
  const rollBack = useModels((state) => state.rollBack);
  const judging = useModels(
    ({ models, adopted }) => models?.find(({ id }) => id === adopted)?.name ?? text.shipped,
  );
  const [isDone, setDone] = useState(false);
  return (
    <div className="roll-back">
      {canRollBack && (
        <button
          type="button"
          className="button"
          data-testid="roll-back"
          onClick={() => void rollBack().then(() => setDone(true))}
        >
          {text.rollBack}
        </button>
      )}
      <span role="status" className="hint">
        {isDone && text.rolledBack(judging)}
      </span>
    </div>
  );
}

function ImportModel() {
  const load = useModels((state) => state.import);
  const [imported, setImported] = useState<string | null>(null);
  return (
    <div className="import-model">
      <FilePicker
        accept=".safetensors"
        describedBy="import-model-hint"
        onFiles={([file]) => {
          if (file) void load(file).then((model) => setImported(model?.name ?? null));
        }}
      >
        {text.import}
      </FilePicker>
      <p className="hint" id="import-model-hint">
        {text.importHint}
      </p>
      <p role="status">{imported !== null && text.imported(imported)}</p>
    </div>
  );
}
