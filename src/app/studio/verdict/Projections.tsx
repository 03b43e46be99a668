import { useState } from 'react';
import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import type { ProjectedPoint, Verdict } from '../../../engine/studio-api';
import { comparison as text, stateWords } from '../../messages/texts';
import { enumerated } from '../../shared/format';
import { Segments } from '../../shared/ui/Field';
import { useFootage } from '../context';

const COLOURINGS = ['state', 'person'] as const;
type Colouring = (typeof COLOURINGS)[number];

/** Colours of people in verdict.css; with more people they come again. */
const PERSON_COLOURS = 6;

/** V_state before and after in two dimensions, as in the paper's Figure 4. */
export function Projections({ projection }: { readonly projection: Verdict['projection'] }) {
  const [colouring, setColouring] = useState<Colouring>('state');
  const people = useFootage((state) => state.people) ?? [];
  const { before, after } = projection;
  if (after.length === 0) return null;
  const ids = [...new Set([...before, ...after].flatMap(({ personId }) => personId ?? []))];
  const hasMixed = [...before, ...after].some(isMixed);
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? id;
  const groups =
    colouring === 'state' ? WAKEFULNESS_CLASSES.map((label) => stateWords[label]) : ids.map(nameOf);
  return (
    <section aria-labelledby="projection-title" className="projections">
      <header>
        <h2 id="projection-title">{text.projectionTitle}</h2>
        <Segments
          label={text.colourBy}
          value={colouring}
          onChange={setColouring}
          options={COLOURINGS.map((value) => ({ value, label: text.colours[value] }))}
        />
      </header>
      <p className="hint">{text.projectionHint}</p>
      {isSamePicture(before, after) ? (
        <>
          <p data-testid="same-projection">{text.sameProjection}</p>
          <div className="side-by-side">
            <Scatter title={text.both} points={after} ids={ids} colouring={colouring} groups={groups} />
          </div>
        </>
      ) : (
        <div className="side-by-side">
          <Scatter title={text.before} points={before} ids={ids} colouring={colouring} groups={groups} />
          <Scatter title={text.after} points={after} ids={ids} colouring={colouring} groups={groups} />
        </div>
      )}
      <ul className="legend">
        {groups.map((group, i) => (
          <li
            key={group}
            data-state={colouring === 'state' ? WAKEFULNESS_CLASSES[i] : undefined}
            data-person={colouring === 'person' ? i % PERSON_COLOURS : undefined}
          >
            {group}
          </li>
        ))}
        {hasMixed && <li data-mixed="true">{text.mixed}</li>}
      </ul>
    </section>
  );
}

/** V_state cannot change where the state module alone was trained. */
const isSamePicture = (before: readonly ProjectedPoint[], after: readonly ProjectedPoint[]): boolean =>
  before.length === after.length && before.every(({ x, y }, i) => x === after[i]!.x && y === after[i]!.y);

const isMixed = ({ group }: ProjectedPoint): boolean => group.includes('+');

interface ScatterProps {
  readonly title: string;
  readonly points: readonly ProjectedPoint[];
  readonly ids: readonly string[];
  readonly colouring: Colouring;
  readonly groups: readonly string[];
}

/** Side of the drawing, its margin and a dot's radius, in its own units. */
const SIDE = 300;
const MARGIN = 10;
const RADIUS = 3.2;

function Scatter({ title, points, ids, colouring, groups }: ScatterProps) {
  const place = placing(points);
  return (
    <figure className="scatter">
      <figcaption>{title}</figcaption>
      {points.length === 0 ? (
        <p className="hint scatter-empty">{text.noProjection}</p>
      ) : (
        <svg viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={text.picture(title, enumerated(groups))}>
          {points.map((point, i) => {
            const { x, y } = place(point);
            const colour = isMixed(point)
              ? { 'data-mixed': true }
              : colouring === 'state'
                ? { 'data-state': point.group }
                : { 'data-person': ids.indexOf(point.personId ?? '') % PERSON_COLOURS };
            return <circle key={i} cx={x} cy={y} r={RADIUS} {...colour} />;
          })}
        </svg>
      )}
    </figure>
  );
}

/** Fits points into the drawing, with one scale for both directions. */
function placing(points: readonly ProjectedPoint[]): (point: ProjectedPoint) => { x: number; y: number } {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
  const extent = Math.max(right - left, bottom - top) || 1;
  const scale = (SIDE - 2 * MARGIN) / extent;
  return ({ x, y }) => ({
    x: SIDE / 2 + (x - (left + right) / 2) * scale,
    y: SIDE / 2 + (y - (top + bottom) / 2) * scale,
  });
}

// Not by spreading: there may be more points than a call takes arguments.
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
