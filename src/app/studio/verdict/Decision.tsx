import type { Verdict } from '../../../engine/studio-api';
import type { StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { useMonitor } from '../../context';
import { Button } from '../../shared/ui/Button';
import { ConfirmButton } from '../../shared/ui/ConfirmButton';
import { useModels, useModelsStore } from '../context';
import { ButtonLink, NextStep, ToMonitor } from '../ui/NextStep';
import { comparison as text } from './strings';

interface Props {
  readonly model: StoredCheckpoint;
  /** null: nothing was measured here. */
  readonly advice: Verdict['advice'] | null;
}

/** Adopt, or keep the old one. What did worse is adopted only at a second wish. */
export function Decision({ model: { id }, advice }: Props) {
  const { adopt, rollBack } = useModelsStore().getState();
  const isAdopted = useModels(({ adopted }) => adopted === id);
  const canRollBack = useModels((state) => state.canRollBack);
  const isInSession = useMonitor((state) => state.inSession);

  if (isAdopted) {
    const actions = (
      <span className="actions">
        <ToMonitor />
        {canRollBack && (
          <Button data-testid="roll-back" onClick={() => void rollBack()}>
            {text.rollBack}
          </Button>
        )}
      </span>
    );
    return (
      <div role="status" data-testid="adopted">
        <NextStep action={actions}>
          <b>{text.adopted}</b> {isInSession ? text.nextSession : text.nextMonitor}
        </NextStep>
      </div>
    );
  }
  const actions =
    advice === 'worse' ? (
      <span className="actions">
        <ButtonLink isPrimary to={{ name: 'models' }}>
          {text.keepOld}
        </ButtonLink>
        <ConfirmButton
          question={text.confirmWorse}
          confirm={text.confirmWorseYes}
          onConfirm={() => void adopt(id)}
        >
          {text.adoptWorse}
        </ConfirmButton>
      </span>
    ) : (
      <span className="actions">
        <Button variant="primary" data-testid="adopt" onClick={() => void adopt(id)}>
          {text.adopt}
        </Button>
        <ButtonLink to={{ name: 'models' }}>{text.keepOld}</ButtonLink>
      </span>
    );
  return <NextStep action={actions}>{text.nextDecide}</NextStep>;
}
