import { useState } from 'react';
import * as v from 'valibot';
import { count, RANGES, wholeWithin } from '../../../common/ranges';
import type { StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { common, models as text, studio as studioText } from '../../messages/texts';
import { dateAndTime, megabytes, numeral } from '../../shared/format';
import { Button, ConfirmButton } from '../../shared/ui/Button';
import { offerBlob } from '../../shared/ui/Files';
import { RenameForm } from '../../shared/ui/RenameForm';
import { useModels, useModelsStore } from '../context';
import { ButtonLink } from '../ui';
import { score } from '../verdict/SideBySide';

/** One fine-tuned network: what is known of it, and what can be done with it. */
export function ModelCard({ model }: { readonly model: StoredCheckpoint }) {
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
export function ShippedCard() {
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
  training: v.object({ data: v.string(), samples: v.nullable(count), seed: wholeWithin(RANGES.seed) }),
  limits: v.string(),
});

const parsed = v.pipe(v.string(), v.parseJson(), cardSchema);

/** What a model says of itself. */
function CardDetails({ card }: { readonly card: string }) {
  const read = v.safeParse(parsed, card);
  if (!read.success) return <p className="hint">{text.damagedCard}</p>;
  const { backbone, fromStage, training, limits } = read.output;
  const facts = [
    [text.data, training.data],
    [text.samples, training.samples === null ? '' : numeral(training.samples)],
    [text.backbone, backbone],
    [text.fromStage, fromStage],
    [text.seed, String(training.seed)],
    [text.limits, limits],
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
