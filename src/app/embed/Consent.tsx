import { useState } from 'react';
import { useStore } from 'zustand';
import { embed as text } from './strings';
import type { GateStore } from './gate-store';
import { Button } from '../shared/ui/Button';

interface Props {
  readonly gate: GateStore;
  readonly canOpenOwnProfile: boolean;
}

/** Who asks, what would leave the frame, and what never does: before anything else. */
export function Consent({ gate, canOpenOwnProfile }: Props) {
  const { host, enter, app } = useStore(gate);
  const [ownProfile, setOwnProfile] = useState(false);
  return (
    <main className="frame-choice" data-testid="consent">
      {/* The text may be longer than the frame is high: the keyboard must be able to scroll it. */}
      <div className="frame-text" tabIndex={0} role="region" aria-labelledby="consent-title">
        <h1 id="consent-title">{text.consentTitle}</h1>
        <p>
          <b data-testid="host">{host}</b> {text.asks}
        </p>
        <p>
          <b>{text.leaves}</b> {text.leavesList}
        </p>
        <p>
          <b>{text.never}</b> {text.neverList}
        </p>
        <p>{text.after}</p>
        {canOpenOwnProfile && (
          <label className="check">
            <input
              type="checkbox"
              checked={ownProfile}
              onChange={(event) => setOwnProfile(event.currentTarget.checked)}
            />
            <span>
              {text.ownProfile}
              <span className="hint">{text.ownProfileHint}</span>
            </span>
          </label>
        )}
      </div>
      <div className="frame-answers">
        <Button data-testid="decline" onClick={() => void enter({ share: false, ownProfile })}>
          {app === null ? text.decline : text.cancel}
        </Button>
        <Button variant="primary" data-testid="agree" onClick={() => void enter({ share: true, ownProfile })}>
          {text.agree}
        </Button>
      </div>
    </main>
  );
}
