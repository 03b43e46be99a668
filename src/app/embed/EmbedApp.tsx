import { useStore } from 'zustand';
import { AppProvider } from '../context';
import { embed as text } from './strings';
import { ErrorBoundary } from '../shared/ui/ErrorBoundary';
import { Consent } from './Consent';
import { FrameMonitor } from './FrameMonitor';
import type { GateStore } from './gate-store';
import { Refused } from './Refused';

interface Props {
  readonly gate: GateStore;
  /** The browser could open the learner's own profile to this frame. */
  readonly canOpenOwnProfile: boolean;
}

/** The frame in a course page, by how far it has come. */
export function EmbedApp({ gate, canOpenOwnProfile }: Props) {
  const { step, app } = useStore(gate);
  return (
    <ErrorBoundary>
      {step === 'refused' && <Refused gate={gate} />}
      {(step === 'waiting' || step === 'opening') && <Busy text={text[step]} />}
      {step === 'asking' && <Consent gate={gate} canOpenOwnProfile={canOpenOwnProfile && app === null} />}
      {step === 'open' && app && (
        <AppProvider services={app.services} stores={app.stores}>
          <FrameMonitor gate={gate} />
        </AppProvider>
      )}
    </ErrorBoundary>
  );
}

function Busy({ text: said }: { readonly text: string }) {
  return (
    <main className="frame-screen">
      <h1 className="visually-hidden">{text.heading}</h1>
      <p role="status">{said}</p>
    </main>
  );
}
