import { createContext, use, useEffect, useState, type ComponentProps, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { useMonitor, useServices } from '../context';
import { alert as alertText, common, monitor as text } from '../messages/texts';
import { Button } from '../shared/ui/Button';
import { Snooze, useAlertKeys } from './AlertPanel';
import { documentPictureInPicture, openStatusWindow, type StatusWindow } from './alerts/picture-in-picture';
import { isRunning } from './phase';
import { Because, StateStatus } from './StateStatus';

interface PopOut {
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

const PopOutContext = createContext<PopOut>({ isOpen: false, toggle: () => undefined });

/** CSS pixels of the small window's content. */
const SIZE = { width: 340, height: 250 } as const;

/** Keeps the small window while the pages change, and closes it when monitoring is over. */
export function PopOutProvider({ children }: { readonly children: ReactNode }) {
  const [small, setSmall] = useState<StatusWindow | null>(null);
  const running = useMonitor(isRunning);

  useEffect(() => {
    if (!running) small?.close();
  }, [small, running]);

  function toggle(): void {
    const pip = documentPictureInPicture(window);
    if (small || !pip) {
      small?.close();
      return;
    }
    const options = { title: common.newWindow, ...SIZE, onClose: () => setSmall(null) };
    // Refused without a click, or by the person: then there is no small window.
    openStatusWindow(pip, document, options).then(setSmall, () => setSmall(null));
  }

  return (
    <PopOutContext value={{ isOpen: small !== null, toggle }}>
      {children}
      {small && createPortal(<SmallWindow container={small.container} />, small.container)}
    </PopOutContext>
  );
}

export function PopOutButton({ variant }: Pick<ComponentProps<typeof Button>, 'variant'>) {
  const { isOpen, toggle } = use(PopOutContext);
  const { capabilities } = useServices().alerts;
  if (!capabilities.pictureInPicture) return null;
  return (
    <Button variant={variant} onClick={toggle}>
      {isOpen ? text.closePopOut : text.popOut}
    </Button>
  );
}

function SmallWindow({ container }: { readonly container: HTMLElement }) {
  const state = useMonitor((monitor) => monitor.state.state);
  const level = useMonitor((monitor) => monitor.alert?.level ?? null);
  const acknowledge = useMonitor((monitor) => monitor.acknowledge);
  const { paused, pause, resume } = useMonitor(
    useShallow((monitor) => ({ paused: monitor.paused, pause: monitor.pause, resume: monitor.resume })),
  );
  useAlertKeys(container.ownerDocument);
  return (
    <main className="small-monitor" data-mood={state} data-level={level ?? undefined}>
      <StateStatus size="small" isLive={false} />
      {level === null ? (
        <Because />
      ) : (
        <Button variant="primary" onClick={acknowledge}>
          {alertText.acknowledge}
        </Button>
      )}
      <div className="actions">
        <Button variant="quiet" onClick={paused ? resume : pause}>
          {paused ? text.resume : text.pause}
        </Button>
        <Snooze />
      </div>
    </main>
  );
}
