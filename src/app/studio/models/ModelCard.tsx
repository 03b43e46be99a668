import { useState } from 'react';
import type { StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { dateAndTime, megabytes } from '../../shared/format';
import { hrefOf } from '../../shared/routes';
import { common } from '../../strings';
import { studio as studioText } from '../strings';
import { models as text } from '../train/strings';
import { ConfirmButton } from '../../shared/ui/ConfirmButton';
import { offerBlob } from '../../shared/ui/download';
import { useModels } from '../context';
import { RenameForm } from '../../shared/ui/RenameForm';
import { score } from '../verdict/scores';
import { CardDetails } from './CardDetails';

/** One fine-tuned network: what is known of it, and what can be done with it. */
export function ModelCard({ model }: { readonly model: StoredCheckpoint }) {
  const adopted = useModels((state) => state.adopted);
  const rename = useModels((state) => state.rename);
  const remove = useModels((state) => state.delete);
  const file = useModels((state) => state.file);
  const [isRenaming, setRenaming] = useState(false);
  const { id, name, createdAt, bytes, heldOut, card } = model;
  const isJudging = id === adopted;

  async function save(): Promise<void> {
    const content = await file(id);
    if (content) offerBlob(`${name}.safetensors`, content);
  }

  return (
    <li className="card" data-testid="model" data-adopted={isJudging}>
      <header>
        {isRenaming ? (
          <RenameForm
            name={name}
            onRename={(changed) => rename(id, changed)}
            onDone={() => setRenaming(false)}
          />
        ) : (
          <h2>
            {name} {isJudging && <span className="tag">{text.judges}</span>}
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
          <a
            className="button"
            aria-label={text.compareLabel(name)}
            href={hrefOf({ page: 'studio', view: { name: 'verdict', id } })}
          >
            {text.compare}
          </a>
        )}
        {!isJudging && <Adopt model={model} />}
        <button type="button" className="button" disabled={isRenaming} onClick={() => setRenaming(true)}>
          {text.rename}
        </button>
        <button type="button" className="button" title={text.exportHint} onClick={() => void save()}>
          {text.export}
        </button>
        <ConfirmButton
          question={isJudging ? text.confirmDeleteJudging(name) : text.confirmDelete(name)}
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
  const adopt = useModels((state) => state.adopt);
  if (heldOut && heldOut.after < heldOut.before) {
    return (
      <ConfirmButton question={text.confirmAdoptWorse} confirm={text.adopt} onConfirm={() => void adopt(id)}>
        {text.adopt}
      </ConfirmButton>
    );
  }
  return (
    <button
      type="button"
      className="button"
      aria-label={text.adoptLabel(name)}
      onClick={() => void adopt(id)}
    >
      {text.adopt}
    </button>
  );
}

/** The network that comes with the app: always there to go back to. */
export function ShippedCard() {
  const adopted = useModels((state) => state.adopted);
  const adopt = useModels((state) => state.adopt);
  return (
    <li className="card" data-testid="shipped" data-adopted={adopted === null}>
      <header>
        <h2>
          {text.shipped} {adopted === null && <span className="tag">{text.judges}</span>}
        </h2>
        <p className="hint">{text.shippedText}</p>
      </header>
      {adopted !== null && (
        <div className="actions">
          <button
            type="button"
            className="button"
            aria-label={text.adoptLabel(text.shipped)}
            onClick={() => void adopt(null)}
          >
            {text.adopt}
          </button>
        </div>
      )}
    </li>
  );
}
