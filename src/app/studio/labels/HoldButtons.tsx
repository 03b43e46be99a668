import type { Brush } from '../../../footage/labels/edit';
import { labels as text } from './strings';
import { useLabels } from './context';

const BRUSHES: readonly { readonly name: keyof typeof text.brush; readonly brush: Brush }[] = [
  { name: 'awake', brush: 'awake' },
  { name: 'drowsy', brush: 'drowsy' },
  { name: 'asleep', brush: 'asleep' },
  { name: 'none', brush: null },
];

/** The states to label with. One that is held is taken by the seconds that pass. */
export function HoldButtons() {
  const held = useLabels((state) => state.held);
  const hold = useLabels((state) => state.hold);
  const release = useLabels((state) => state.release);
  const undo = useLabels((state) => state.undo);
  const redo = useLabels((state) => state.redo);
  const canUndo = useLabels(({ history }) => history.past.length > 0);
  const canRedo = useLabels(({ history }) => history.future.length > 0);
  return (
    <div className="hold">
      <div className="hold-buttons" role="group" aria-label={text.hold}>
        {BRUSHES.map(({ name, brush }) => (
          <button
            key={name}
            type="button"
            className="button hold-button"
            data-state={name}
            aria-pressed={held === brush}
            aria-keyshortcuts={text.brush[name].key}
            onClick={() => (held === brush ? release() : hold(brush))}
          >
            {text.brush[name].name} <kbd aria-hidden="true">{text.brush[name].key}</kbd>
          </button>
        ))}
      </div>
      <p className="hint">{text.holdHint}</p>
      <div className="actions">
        <button type="button" className="button button-quiet" disabled={!canUndo} onClick={undo}>
          {text.undo}
        </button>
        <button type="button" className="button button-quiet" disabled={!canRedo} onClick={redo}>
          {text.redo}
        </button>
      </div>
    </div>
  );
}
