import { useEffect, useState } from 'react';
import { hrefOf } from '../../shared/routes';
import { common, pages } from '../../strings';
import { labels as text } from './strings';
import { createLabelsStore } from './labels-store';
import { useFootageStore, useStudioServices } from '../context';
import { StudioTrouble } from '../../shared/problems/StudioTrouble';
import { Comparison } from './Comparison';
import { LabelsContext, useLabels } from './context';
import { Film } from './Film';
import { HoldButtons } from './HoldButtons';
import { LabelFiles } from './LabelFiles';
import { LabelKeys } from './LabelKeys';
import { LabelsTable } from './LabelsTable';
import { NextAfterLabels } from './NextAfterLabels';
import { Scheme } from './Scheme';
import { SuggestionBar } from './SuggestionBar';
import { LabelTimeline } from './LabelTimeline';
import { useLabelKeys } from './use-label-keys';

/** The labels of one recording, second by second. */
export function LabelsPage({ id, second }: { readonly id: string; readonly second: number }) {
  const { footage, studio } = useStudioServices();
  const footageStore = useFootageStore();
  const [store] = useState(() =>
    createLabelsStore(
      id,
      footage,
      (...asked) => studio.suggest(...asked),
      () => void footageStore.getState().refresh(),
    ),
  );
  useEffect(() => {
    void store
      .getState()
      .load()
      .then(() => store.getState().seek(second));
    const flush = (): void => void store.getState().flush();
    document.addEventListener('visibilitychange', flush);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      store.getState().leave();
    };
  }, [store, second]);

  return (
    <LabelsContext value={store}>
      <div className="page labels">
        <p>
          <a href={hrefOf({ page: 'studio', view: { name: 'footage' } })}>{text.back}</a>
        </p>
        <Content />
      </div>
    </LabelsContext>
  );
}

function Content() {
  const recording = useLabels((state) => state.recording);
  const problem = useLabels((state) => state.problem);
  const dismiss = useLabels((state) => state.dismissProblem);
  useLabelKeys();
  if (!recording) {
    return (
      <>
        <h1>{pages.studio}</h1>
        <StudioTrouble problem={problem} />
        <p role="status">{recording === null ? text.missing : common.reading}</p>
      </>
    );
  }
  return (
    <>
      <header className="page-head">
        <h1>{text.title(recording.session)}</h1>
        <p className="lead">{text.lead}</p>
      </header>
      <StudioTrouble problem={problem} onDismiss={dismiss} />
      <div className="labels-top">
        <Film recording={recording} />
        <div className="labels-side">
          <HoldButtons />
          <Scheme />
        </div>
      </div>
      <LabelTimeline />
      <SuggestionBar />
      <NextAfterLabels />
      <LabelsTable />
      <LabelFiles recording={recording} />
      <Comparison />
      <LabelKeys />
    </>
  );
}
