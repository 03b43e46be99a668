import { useId, type CSSProperties } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { WakefulnessState } from '../../wakefulness/state-event';
import { useMonitor } from '../context';
import {
  backendNames,
  certainties,
  enrolment,
  monitor as text,
  stateCauses,
  unknownReasons,
} from '../messages/texts';
import { enumerated, stateWord } from '../shared/format';

/**
 * The state, as the page, tests and assistive technology read it. What is in it changes only with
 * the state or its reason, so that a screen reader does not speak every second.
 */
export function StateStatus({
  size,
  isLive = true,
  isReasonShown = true,
}: {
  readonly size: 'large' | 'small';
  /** Spoken on changes; false where the same state is spoken elsewhere already. */
  readonly isLive?: boolean;
  /** false where what to do is said beside it. */
  readonly isReasonShown?: boolean;
}) {
  const state = useMonitor((monitor) => monitor.state.state);
  const word = useMonitor((monitor) => stateWord(monitor.state));
  const reason = useMonitor((monitor) => monitor.state.reason);
  const isProvisional = useMonitor((monitor) => monitor.state.provisional === true);
  return (
    <div
      className={`state state-${size}`}
      role={isLive ? 'status' : undefined}
      data-testid="state"
      data-state={state}
      data-reason={reason}
      data-provisional={isProvisional || undefined}
    >
      <StateGlyph state={state} />
      <div className="state-text">
        <span className="state-word" style={lettersOf(word)}>
          {word}
        </span>{' '}
        {reason && isReasonShown && <span className="state-reason">{unknownReasons[reason].title}</span>}
        {isProvisional && (
          <span className="state-provisional">
            <b className="tag">{enrolment.provisional}</b> {enrolment.provisionalHint}
          </span>
        )}
      </div>
    </div>
  );
}

/** Characters as wide as two letters: Chinese and Japanese. */
const WIDE = /[\u2e80-\uffef]/g;

/** Letters of the longest word as `--letters`: large words are as large as that one may be. */
export const lettersOf = (text: string) =>
  ({
    '--letters': Math.max(...text.split(' ').map((word) => word.length + (word.match(WIDE)?.length ?? 0))),
  }) as CSSProperties;

/** Causes shown; the strongest come first. */
const SHOWN = 2;

/** What the state rests on and how sure it is, or what to do when nothing is known. */
export function Because() {
  const { state, reason, causes, certainty } = useMonitor(useShallow((monitor) => monitor.state));
  if (state === 'unknown') {
    return <p className="because">{unknownReasons[reason ?? 'starting'].todo}</p>;
  }
  const because = enumerated(causes.slice(0, SHOWN).map((cause) => stateCauses[cause]));
  return (
    <p className="because">
      {because && <span className="because-causes">{because}</span>}
      <span className="because-confidence">
        {text.confidence} <b>{certainties[certainty ?? 'unsure']}</b>
      </span>
    </p>
  );
}

/** What classifies, and on what it runs. */
export function ClassifiedBy() {
  const info = useMonitor((monitor) => monitor.info);
  if (!info) return null;
  return (
    <p className="classified-by">
      <span className="tag" data-testid="backend" data-backend={info.backend}>
        {backendNames[info.backend]}
      </span>{' '}
      {info.silent
        ? text.networkSilent
        : info.checkpoint === null
          ? text.untrained
          : text.trained(info.checkpoint)}
    </p>
  );
}

/** Fraction of the iris that the lid leaves free, by state: the shape says what the colour says. */
const OPEN: Readonly<Record<Exclude<WakefulnessState, 'asleep' | 'unknown'>, number>> = {
  awake: 1,
  drowsy: 0.42,
};

/** Units of the view box. */
const CENTRE = 50;
const RING = 44;
const IRIS = 30;

/**
 * The mark of a state: an open iris awake, half under its lid drowsy, a closed lid asleep; a dashed
 * ring when unknown.
 */
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
