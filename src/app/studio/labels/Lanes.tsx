import { useRef, useState, type PointerEvent } from 'react';
import { edgesOf, type Brush } from '../../../footage/labels/edit';
import { UNSURE_BELOW } from '../../../footage/labels/suggest';
import type { SecondLabels, Suggestion } from '../../../footage/recording';
import { useLabels, useLabelsStore } from './context';

export const ZOOMS = ['all', 'five', 'one'] as const;
export type Zoom = (typeof ZOOMS)[number];

/** Seconds shown at once. */
const ZOOM_SECONDS: Readonly<Record<Exclude<Zoom, 'all'>, number>> = { five: 300, one: 60 };

/** The seconds that are shown: `from` up to `to`. */
export interface Shown {
  readonly from: number;
  readonly to: number;
}

/**
 * The page of the timeline with a second: it stays under the pointer while something is painted.
 */
export function shownOf(zoom: Zoom, second: number, count: number): Shown {
  if (zoom === 'all') return { from: 0, to: Math.max(1, count) };
  const length = ZOOM_SECONDS[zoom];
  const from = Math.floor(second / length) * length;
  return { from, to: Math.min(from + length, Math.max(from + 1, count)) };
}

/** Consecutive seconds with one value: `from` up to `to`. */
export interface Run<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** The seconds in [from, to) as runs. @param same whether two values make one run */
export function runsOf<T>(
  values: readonly T[],
  from = 0,
  to = values.length,
  same: (a: T, b: T) => boolean = Object.is,
): Run<T>[] {
  const runs: { from: number; to: number; value: T }[] = [];
  for (let second = Math.max(0, from); second < Math.min(to, values.length); second++) {
    const value = values[second]!;
    const last = runs.at(-1);
    if (last && same(last.value, value)) last.to = second + 1;
    else runs.push({ from: second, to: second + 1, value });
  }
  return runs;
}

/** Where a run lies in what is shown. */
function placeOf({ from, to }: Run<unknown>, shown: Shown) {
  const scale = 100 / (shown.to - shown.from);
  return { left: `${(from - shown.from) * scale}%`, width: `${(to - from) * scale}%` };
}

/** Labels as bars. */
export function RunBars({ values, shown }: { readonly values: readonly Brush[]; readonly shown: Shown }) {
  return runsOf(values, shown.from, shown.to).map(
    (run) =>
      run.value && <span key={run.from} className="bar" data-state={run.value} style={placeOf(run, shown)} />,
  );
}

const isSure = (suggestion: Suggestion | null): boolean => (suggestion?.confidence ?? 0) >= UNSURE_BELOW;

const isSame = (a: Suggestion | null, b: Suggestion | null): boolean =>
  a?.label === b?.label && isSure(a) === isSure(b);

/** What is suggested, hatched; the unsure outlined only. A click goes there. */
export function SuggestionLane({ shown }: { readonly shown: Shown }) {
  const suggestions = useLabels((state) => state.suggestions);
  const seek = useLabels((state) => state.seek);
  return (
    <div
      className="lane lane-thin"
      onPointerDown={({ currentTarget, clientX }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        seek(Math.floor(shown.from + ((clientX - left) / width) * (shown.to - shown.from)));
      }}
    >
      {runsOf(suggestions, shown.from, shown.to, isSame).map(
        (run) =>
          run.value && (
            <span
              key={run.from}
              className="bar bar-suggested"
              data-state={run.value.label}
              data-sure={isSure(run.value)}
              style={placeOf(run, shown)}
            />
          ),
      )}
    </div>
  );
}

/** CSS pixels from an edge within which a drag moves it. */
const GRIP = 7;

/** What a drag does: paints from a second on, moves an edge, or goes through the film. */
type Drag =
  | { readonly kind: 'paint'; readonly from: number; readonly stroke: string }
  | { readonly kind: 'edge'; readonly edge: number; readonly labels: SecondLabels; readonly stroke: string }
  | { readonly kind: 'seek' };

/** The labels: drag to paint what is held, or to move an edge. Keys and table do the same. */
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
