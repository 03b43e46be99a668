import { useStore } from 'zustand';
import { embed as text, refusals } from './strings';
import type { GateStore } from './gate-store';
import { OpenInTab } from './OpenInTab';
import { Button } from '../shared/ui/Button';

/** Why there is no monitor here, what to change, and the ways on. */
export function Refused({ gate }: { readonly gate: GateStore }) {
  const { refusal, enter, goOn } = useStore(gate);
  if (refusal === null) return null;
  const { title, todo } = refusals[refusal];
  return (
    <main className="frame-choice" data-testid="refusal" data-refusal={refusal}>
      {/* As with the consent: the text may be longer than the frame is high, and the ways on stay in sight. */}
      <div className="frame-text" tabIndex={0} role="region" aria-labelledby="refusal-title">
        <div role="alert">
          <h1 id="refusal-title">{title}</h1>
          <p>{todo}</p>
        </div>
      </div>
      <div className="frame-answers">
        {refusal === 'no-handshake' && (
          <Button variant="primary" onClick={() => void enter({ share: false, ownProfile: false })}>
            {text.alone}
          </Button>
        )}
        {refusal === 'storage-blocked' && (
          <Button variant="primary" onClick={goOn}>
            {text.once}
          </Button>
        )}
        <OpenInTab />
      </div>
    </main>
  );
}
