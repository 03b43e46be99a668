import type { Verdict } from '../../../engine/studio-api';
import type { StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { hrefOf } from '../../shared/routes';
import { useMonitor } from '../../context';
import { studio as studioText } from '../strings';
import { verdict as text } from '../train/strings';
import { ConfirmButton } from '../../shared/ui/ConfirmButton';
import { useModels } from '../context';
import { NextStep } from '../ui/NextStep';
import { ToMonitor } from '../ui/ToMonitor';

interface Props {
  readonly model: StoredCheckpoint;
  /** null: nothing was measured here. */
  readonly advice: Verdict['advice'] | null;
}

/** Adopt, or keep the old one. What did worse is adopted only at a second wish. */
export function Decision({ model, advice }: Props) {
  const adopted = useModels((state) => state.adopted);
  const adopt = useModels((state) => state.adopt);
  const rollBack = useModels((state) => state.rollBack);
  const canRollBack = useModels((state) => state.canRollBack);
  const models = hrefOf({ page: 'studio', view: { name: 'models' } });
  const isAdopted = adopted === model.id;
  const isInSession = useMonitor((state) => state.inSession);

  if (isAdopted) {
    return (
      <div role="status" data-testid="adopted">
        <NextStep
          action={
            <span className="actions">
              <ToMonitor />
              {canRollBack && (
                <button
                  type="button"
                  className="button"
                  data-testid="roll-back"
                  onClick={() => void rollBack()}
                >
                  {text.rollBack}
                </button>
              )}
            </span>
          }
        >
          <b>{text.adopted}</b> {isInSession ? studioText.nextSession : text.nextMonitor}
        </NextStep>
      </div>
    );
  }
  return (
    <NextStep
      action={
        <span className="actions">
          {advice === 'worse' ? (
            <>
              <a className="button button-primary" href={models}>
                {text.keepOld}
              </a>
              <ConfirmButton
                question={text.confirmWorse}
                confirm={text.confirmWorseYes}
                onConfirm={() => void adopt(model.id)}
              >
                {text.adoptWorse}
              </ConfirmButton>
            </>
          ) : (
            <>
              <button
                type="button"
                className="button button-primary"
                data-testid="adopt"
                onClick={() => void adopt(model.id)}
              >
                {text.adopt}
              </button>
              <a className="button" href={models}>
                {text.keepOld}
              </a>
            </>
          )}
        </span>
      }
    >
      {text.nextDecide}
    </NextStep>
  );
}
