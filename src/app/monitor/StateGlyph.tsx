import { useId } from 'react';
import type { WakefulnessState } from '../../wakefulness/state-event';

/** Share of the iris that the lid leaves free, by state: the shape says what the colour says. */
const OPEN: Readonly<Record<Exclude<WakefulnessState, 'asleep' | 'unknown'>, number>> = {
  awake: 1,
  drowsy: 0.42,
};

/** Units of the view box. */
const CENTRE = 50;
const RING = 44;
const IRIS = 30;

/** The mark of a state: an open iris awake, half under its lid drowsy, a closed lid asleep; a dashed ring when unknown. */
export function StateGlyph({ state }: { readonly state: WakefulnessState }) {
  return (
    <svg className="glyph" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      {state === 'asleep' ? <ClosedLid /> : state === 'unknown' ? <NoEye /> : <Iris open={OPEN[state]} />}
    </svg>
  );
}

function Iris({ open }: { readonly open: number }) {
  const clip = useId();
  const lid = (1 - open) * 2 * IRIS;
  return (
    <>
      <clipPath id={clip}>
        <circle cx={CENTRE} cy={CENTRE} r={IRIS} />
      </clipPath>
      <circle className="glyph-line" cx={CENTRE} cy={CENTRE} r={RING} />
      <g clipPath={`url(#${clip})`}>
        <rect
          className="glyph-iris"
          x={CENTRE - IRIS}
          y={CENTRE - IRIS}
          width={2 * IRIS}
          height={2 * IRIS}
          style={{ transform: `translateY(${lid}px)` }}
        />
      </g>
    </>
  );
}

const ClosedLid = () => (
  <path className="glyph-line" d="M6 44q44 44 88 0M50 66v15M28 61l-8 13M72 61l8 13" strokeLinejoin="round" />
);

const NoEye = () => (
  <circle className="glyph-line" cx={CENTRE} cy={CENTRE} r={RING} pathLength={24} strokeDasharray="1 1" />
);
