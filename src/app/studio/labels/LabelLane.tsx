import { useRef, useState, type PointerEvent } from 'react';
import { edgesOf } from '../../../footage/labels/edit';
import type { SecondLabels } from '../../../footage/recording';
import { useLabels, useLabelsStore } from './context';
import type { Shown } from './shown';
import { RunBars } from './SuggestionLane';

/** CSS pixels from an edge within which a drag moves it. */
const GRIP = 7;

/** What a drag does: paints from a second on, moves an edge, or goes through the film. */
type Drag =
  | { readonly kind: 'paint'; readonly from: number; readonly stroke: string }
  | { readonly kind: 'edge'; readonly edge: number; readonly labels: SecondLabels; readonly stroke: string }
  | { readonly kind: 'seek' };

/** The labels: drag to paint what is held, drag an edge to move it. The keys and the table do the same. */
export function LabelLane({ shown }: { readonly shown: Shown }) {
  const store = useLabelsStore();
  const labels = useLabels(({ history }) => history.labels);
  const held = useLabels((state) => state.held);
  const drag = useRef<Drag | null>(null);
  const strokes = useRef(0);
  const [isNearEdge, setNearEdge] = useState(false);

  /** Seconds, with their fraction, under the pointer; and how many a pixel is. */
  function at({ currentTarget, clientX }: PointerEvent): { readonly time: number; readonly pixel: number } {
    const { left, width } = currentTarget.getBoundingClientRect();
    const pixel = (shown.to - shown.from) / width;
    const time = shown.from + (clientX - left) * pixel;
    return { time: Math.min(shown.to - 0.001, Math.max(shown.from, time)), pixel };
  }

  function edgeAt(event: PointerEvent): number | null {
    const { time, pixel } = at(event);
    return edgesOf(labels).find((edge) => Math.abs(edge - time) <= GRIP * pixel) ?? null;
  }

  function press(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const stroke = `drag ${++strokes.current}`;
    const edge = edgeAt(event);
    if (edge !== null) drag.current = { kind: 'edge', edge, labels, stroke };
    else if (held !== undefined) drag.current = { kind: 'paint', from: Math.floor(at(event).time), stroke };
    else drag.current = { kind: 'seek' };
    move(event);
  }

  function move(event: PointerEvent<HTMLDivElement>): void {
    const { time } = at(event);
    const second = Math.floor(time);
    const { paint, moveEdge, seek } = store.getState();
    if (!drag.current) {
      setNearEdge(edgeAt(event) !== null);
    } else if (drag.current.kind === 'paint' && held !== undefined) {
      const { from, stroke } = drag.current;
      paint(Math.min(from, second), Math.max(from, second) + 1, held, stroke);
      seek(second);
    } else if (drag.current.kind === 'edge') {
      const { edge, stroke } = drag.current;
      moveEdge(drag.current.labels, edge, Math.round(time) - edge, stroke);
    } else {
      seek(time);
    }
  }

  return (
    <div
      className="lane lane-labels"
      data-testid="label-lane"
      data-holds={held !== undefined}
      data-near-edge={isNearEdge}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
    >
      <RunBars values={labels} shown={shown} />
    </div>
  );
}
