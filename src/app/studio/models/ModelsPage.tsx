import { useState } from 'react';
import * as v from 'valibot';
import { count, RANGES, wholeWithin } from '../../../common/ranges';
import type { StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { common, models as text, studio as studioText } from '../../messages/texts';
import { dateAndTime, megabytes, numeral } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button, ConfirmButton } from '../../shared/ui/Button';
import { RenameForm } from '../../shared/ui/Field';
import { FilePicker, offerBlob } from '../../shared/ui/Files';
import { Empty, Page } from '../../shared/ui/Page';
import { useModels, useModelsStore } from '../context';
import { ButtonLink, NextStep, ToMonitor } from '../ui';
import { score } from '../verdict/SideBySide';

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

/** One fine-tuned network: what is known of it, and what can be done with it. */
function ModelCard({ model }: { readonly model: StoredCheckpoint }) {
  const adopted = useModels((state) => state.adopted);
  const { rename, delete: remove, file } = useModelsStore().getState();
  const [isRenaming, setRenaming] = useState(false);
  const { id, name, createdAt, bytes, heldOut, card } = model;
  const isInUse = id === adopted;

  async function save(): Promise<void> {
    const content = await file(id);
    if (content) offerBlob(`${name}.safetensors`, content);
  }

  return (
    <li className="card" data-testid="model" data-adopted={isInUse}>
      <header>
        {isRenaming ? (
          <RenameForm
            name={name}
            onRename={(changed) => rename(id, changed)}
            onDone={() => setRenaming(false)}
          />
        ) : (
          <h2>
            {name} {isInUse && <span className="tag">{text.inUse}</span>}
          </h2>
        )}
        <p className="hint">{text.made(dateAndTime(createdAt), megabytes(bytes))}</p>
      </header>
      <p className="biometric">
        <span className="tag">{studioText.biometric}</span>{' '}
        {heldOut ? text.heldOut(score(heldOut.before), score(heldOut.after)) : text.notMeasured}
      </p>
      <div className="actions">
        {heldOut && (
          <ButtonLink aria-label={text.compareLabel(name)} to={{ name: 'verdict', id }}>
            {text.compare}
          </ButtonLink>
        )}
        {!isInUse && <Adopt model={model} />}
        <Button disabled={isRenaming} onClick={() => setRenaming(true)}>
          {text.rename}
        </Button>
        <Button title={text.exportHint} onClick={() => void save()}>
          {text.export}
        </Button>
        <ConfirmButton
          question={isInUse ? text.confirmDeleteInUse(name) : text.confirmDelete(name)}
          onConfirm={() => void remove(id)}
        >
          {common.delete}
        </ConfirmButton>
      </div>
      <CardDetails card={card} />
    </li>
  );
}

/** What did worse on held-out seconds asks twice. */
function Adopt({ model: { id, name, heldOut } }: { readonly model: StoredCheckpoint }) {
  const { adopt } = useModelsStore().getState();
  const trying = useModels((state) => state.trying);
  if (trying === id) return <span role="status">{text.trying}</span>;
  if (heldOut && heldOut.after < heldOut.before) {
    return (
      <ConfirmButton question={text.confirmAdoptWorse} confirm={text.adopt} onConfirm={() => void adopt(id)}>
        {text.adopt}
      </ConfirmButton>
    );
  }
  return (
    <Button aria-label={text.adoptLabel(name)} onClick={() => void adopt(id)}>
      {text.adopt}
    </Button>
  );
}

/** The network that comes with the app: always there to go back to. */
function ShippedCard() {
  const adopted = useModels((state) => state.adopted);
  const { adopt } = useModelsStore().getState();
  return (
    <li className="card" data-testid="shipped" data-adopted={adopted === null}>
      <header>
        <h2>
          {text.shipped} {adopted === null && <span className="tag">{text.inUse}</span>}
        </h2>
        <p className="hint">{text.shippedText}</p>
      </header>
      {adopted !== null && (
        <div className="actions">
          <Button aria-label={text.adoptLabel(text.shipped)} onClick={() => void adopt(null)}>
            {text.adopt}
          </Button>
        </div>
      )}
    </li>
  );
}

/** What is shown of a checkpoint's card. */
const cardSchema = v.object({
  backbone: v.string(),
  fromStage: v.string(),
  training: v.object({
    data: v.string(),
    samples: v.nullable(count),
    seed: wholeWithin(RANGES.seed),
    /** Of a fine-tuning: on how many recordings, and from which network; null: an untrained one. */
    recordings: v.optional(count),
    base: v.optional(v.nullable(v.string()), null),
  }),
  limits: v.string(),
});

const parsed = v.pipe(v.string(), v.parseJson(), cardSchema);

/** What it was trained on; other cards than a fine-tuning's say it in their own words. */
function dataOf({ data, recordings, base }: v.InferOutput<typeof cardSchema>['training']): string {
  if (recordings === undefined) return data;
  return base === null ? text.ownDataUntrained(recordings) : text.ownData(recordings, base);
}

/** What a model says of itself. */
function CardDetails({ card }: { readonly card: string }) {
  const read = v.safeParse(parsed, card);
  if (!read.success) return <p className="hint">{text.damagedCard}</p>;
  const { backbone, fromStage, training, limits } = read.output;
  const isOwn = training.recordings !== undefined;
  const facts = [
    [text.data, dataOf(training)],
    [text.samples, training.samples === null ? '' : numeral(training.samples)],
    [text.backbone, backbone],
    [text.fromStage, fromStage],
    [text.seed, String(training.seed)],
    [text.limits, isOwn ? text.ownLimits : limits],
  ] as const;
  return (
    <details className="details">
      <summary>{text.details}</summary>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </details>
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
