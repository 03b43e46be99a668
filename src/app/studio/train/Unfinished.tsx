import type { UnfinishedTraining } from '../../../engine/studio-api';
import { dateAndTime } from '../../shared/format';
import { train as text } from './strings';
import { ConfirmButton } from '../../shared/ui/ConfirmButton';
import { useTraining } from '../context';

/** A training that was stopped, or that a closed tab interrupted. */
export function Unfinished({ unfinished }: { readonly unfinished: UnfinishedTraining }) {
  const resume = useTraining((state) => state.resume);
  const discard = useTraining((state) => state.discard);
  const { request, step, steps, savedAt } = unfinished;
  return (
    <section className="card" aria-labelledby="unfinished-title" data-testid="unfinished">
      <h2 id="unfinished-title">{text.unfinishedTitle}</h2>
      <p>{text.unfinished(request.name, step, steps, dateAndTime(savedAt))}</p>
      <progress aria-label={text.progress} value={steps === 0 ? 0 : step / steps} />
      <div className="actions">
        <button
          type="button"
          className="button button-primary"
          data-testid="resume-training"
          onClick={() => void resume()}
        >
          {text.resume}
        </button>
        <ConfirmButton question={text.confirmDiscard} confirm={text.discard} onConfirm={() => void discard()}>
          {text.discard}
        </ConfirmButton>
      </div>
    </section>
  );
}
