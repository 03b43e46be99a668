import { useStore } from 'zustand';
import { embed as text } from './strings';
import type { GateStore } from './gate-store';
import { Button } from '../shared/ui/Button';

/** Who is told what, at all times, and the way to end it. */
export function SharingBar({ gate }: { readonly gate: GateStore }) {
  const { isSharing, isConnected, isFlooded, host, withdraw, askAgain } = useStore(gate);
  return (
    <footer className="frame-sharing" data-testid="sharing" data-sharing={isSharing}>
      <p role="status">
        {isSharing ? (
          <>
            {text.sharedWith} <b title={host ?? undefined}>{host?.replace(/^https?:\/\//, '')}</b>
          </>
        ) : isFlooded ? (
          text.flooded
        ) : (
          text.notShared
        )}
      </p>
      {isSharing ? (
        <Button variant="quiet" data-testid="withdraw" onClick={withdraw}>
          {text.withdraw}
        </Button>
      ) : (
        isConnected && (
          <Button variant="quiet" data-testid="share" onClick={askAgain}>
            {text.askAgain}
          </Button>
        )
      )}
    </footer>
  );
}
