import { useEffect, useState } from 'react';
import type { Brush } from '../../../footage/labels/edit';
import { common, labels as text, pages, stateWords } from '../../messages/texts';
import { ProblemAlert } from '../../shared/problems/Problems';
import { hrefOf } from '../../shared/routes';
import { Button } from '../../shared/ui/Button';
import { KeyList } from '../../shared/ui/Page';
import { useFootageStore, useStudioServices } from '../context';
import { LabelsContext, useLabels, useLabelsStore } from './context';
import { Film } from './Film';
import { LabelComparison, LabelFiles } from './LabelFiles';
import { createLabelsStore } from './labels-store';
import './labels.css';
import { LabelsTable } from './LabelsTable';
import { LabelTimeline } from './LabelTimeline';
import { NextAfterLabels, SuggestionBar } from './Suggestions';
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
        <Back />
        <h1>{pages.studio}</h1>
        <ProblemAlert problem={problem} />
        <p role="status">{recording === null ? text.missing : common.reading}</p>
      </>
    );
  }
  return (
    <>
      <header className="labels-head">
        <h1>{text.title(recording.session)}</h1>
        <Back />
      </header>
      <ProblemAlert problem={problem} onDismiss={dismiss} />
      <div className="labels-top">
        <Film recording={recording} />
        <div className="labels-side">
          <HoldButtons />
          <LabelKeys />
        </div>
      </div>
      <LabelTimeline />
      <SuggestionBar />
      <NextAfterLabels />
      <Scheme />
      <LabelsTable />
      <LabelFiles />
      <LabelComparison />
    </>
  );
}

const Back = () => <a href={hrefOf({ page: 'studio', view: { name: 'footage' } })}>{text.back}</a>;

const BRUSHES: readonly { readonly name: keyof typeof text.brush; readonly brush: Brush }[] = [
  { name: 'awake', brush: 'awake' },
  { name: 'drowsy', brush: 'drowsy' },
  { name: 'asleep', brush: 'asleep' },
  { name: 'none', brush: null },
];

/** The states to label with. One that is held is taken by the seconds that pass. */
function HoldButtons() {
  const { hold, release, undo, redo } = useLabelsStore().getState();
  const held = useLabels((state) => state.held);
  const canUndo = useLabels(({ history }) => history.past.length > 0);
  const canRedo = useLabels(({ history }) => history.future.length > 0);
  return (
    <div className="hold">
      <div className="hold-buttons" role="group" aria-label={text.hold}>
        {BRUSHES.map(({ name, brush }) => (
          <Button
            key={name}
            className="hold-button"
            data-state={name}
            aria-pressed={held === brush}
            aria-keyshortcuts={text.brush[name].key}
            onClick={() => (held === brush ? release() : hold(brush))}
          >
            {text.brush[name].name} <kbd aria-hidden="true">{text.brush[name].key}</kbd>
          </Button>
        ))}
      </div>
      <div className="actions">
        <p className="hint">{text.holdHint}</p>
        <div className="actions">
          <Button variant="quiet" disabled={!canUndo} onClick={undo}>
            {text.undo}
          </Button>
          <Button variant="quiet" disabled={!canRedo} onClick={redo}>
            {text.redo}
          </Button>
        </div>
      </div>
    </div>
  );
}

const ORDER = ['awake', 'drowsy', 'asleep'] as const;

/** Table 1 of the paper. */
function Scheme() {
  return (
    <section className="scheme" aria-labelledby="scheme-title">
      <h2 id="scheme-title">{text.schemeTitle}</h2>
      <dl>
        {ORDER.map((label) => (
          <div key={label} data-state={label}>
            <dt>{stateWords[label]}</dt>
            {text.scheme[label].map((rule) => (
              <dd key={rule}>{rule}</dd>
            ))}
          </div>
        ))}
      </dl>
      <p className="hint">{text.schemeSource}</p>
    </section>
  );
}

/** All keys of this page, beside the film: whoever labels looks there. */
function LabelKeys() {
  return (
    <section className="label-keys keyboard" aria-label={text.keysTitle}>
      <KeyList keys={text.keys} />
    </section>
  );
}
