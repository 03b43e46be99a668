import { useState } from 'react';
import { common, models as text, studio as studioText } from '../../messages/texts';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button } from '../../shared/ui/Button';
import { FilePicker } from '../../shared/ui/Files';
import { Empty, Page } from '../../shared/ui/Page';
import { useModels, useModelsStore } from '../context';
import { ButtonLink, NextStep, ToMonitor } from '../ui';
import { ModelCard, ShippedCard } from './ModelCard';

/** Every network that the monitor can use, and which one it does. */
export function ModelsPage() {
  const models = useModels((state) => state.models);
  const problem = useModels((state) => state.problem);
  const dismiss = useModels((state) => state.dismissProblem);
  return (
    <Page title={text.title} lead={text.lead}>
      <ProblemAlert problem={problem} onDismiss={dismiss} />
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
    </Page>
  );
}

/** Train, compare what nobody has decided about, or use what was adopted. */
function Next() {
  const models = useModels((state) => state.models) ?? [];
  const adopted = useModels((state) => state.adopted);
  const decided = useModels((state) => state.decided);
  const newest = models[0];
  if (!newest) {
    return (
      <Empty title={text.emptyTitle} text={text.empty}>
        <ButtonLink isPrimary to={{ name: 'train' }}>
          {text.toTraining}
        </ButtonLink>
      </Empty>
    );
  }
  if (newest.heldOut && !decided.includes(newest.id)) {
    const compare = (
      <ButtonLink isPrimary to={{ name: 'verdict', id: newest.id }}>
        {text.compare}
      </ButtonLink>
    );
    return <NextStep action={compare}>{text.nextAdopt(newest.name)}</NextStep>;
  }
  if (adopted === null) return null;
  return <NextStep action={<ToMonitor />}>{text.nextMonitor}</NextStep>;
}

function RollBack() {
  const canRollBack = useModels((state) => state.canRollBack);
  const { rollBack } = useModelsStore().getState();
  const inUse = useModels(
    ({ models, adopted }) => models?.find(({ id }) => id === adopted)?.name ?? text.shipped,
  );
  const [isDone, setDone] = useState(false);
  return (
    <div className="roll-back">
      {canRollBack && (
        <Button data-testid="roll-back" onClick={() => void rollBack().then(() => setDone(true))}>
          {text.rollBack}
        </Button>
      )}
      <span role="status" className="hint">
        {isDone && text.rolledBack(inUse)}
      </span>
    </div>
  );
}

function ImportModel() {
  const { import: load } = useModelsStore().getState();
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
