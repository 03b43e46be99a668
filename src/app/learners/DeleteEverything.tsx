import { useState } from 'react';
import { learners as text } from './strings';
import { useNotices, useServices, useStores } from '../context';
import { ConfirmButton } from '../shared/ui/ConfirmButton';

/** Leaves nothing of Wakeful on this device. A running session ends with it. */
export function DeleteEverything() {
  const { storage, openedStudio } = useServices();
  const { monitor, learners, history, settings, offline } = useStores();
  const tellError = useNotices((notices) => notices.tellError);
  const [isDone, setDone] = useState(false);

  async function remove(): Promise<void> {
    // A session that still runs would be written again.
    await monitor.getState().stop();
    monitor.getState().leave();
    // What is on its way would be kept again.
    offline.getState().cancel();
    openedStudio()?.end();
    try {
      await storage.deleteEverything();
      setDone(true);
    } catch (error) {
      tellError(error);
    }
    await Promise.all([
      settings.getState().load(),
      learners.getState().refresh(),
      history.getState().refresh(),
      offline.getState().look(),
      openedStudio()?.refresh(),
    ]);
  }

  return (
    <section className="danger-zone">
      <h2>{text.everythingTitle}</h2>
      <p>{text.everything}</p>
      <ConfirmButton
        question={text.confirmEverything}
        confirm={text.everythingYes}
        onConfirm={() => void remove()}
      >
        {text.everythingButton}
      </ConfirmButton>
      <p role="status">{isDone && text.everythingDone}</p>
    </section>
  );
}
