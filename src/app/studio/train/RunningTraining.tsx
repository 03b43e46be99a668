import { useMemo } from 'react';
import { backendNames, training as text } from '../../messages/texts';
import { BETWEEN_SENTENCES, decimal, enumerated, inWords, percent } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { Button } from '../../shared/ui/Button';
import { Chart, CHART_FONT, type ChartKind } from '../../shared/ui/Chart';
import { useTraining, useTrainingStore } from '../context';
import type { CurvePoint, TrainProgress } from './training-store';

/** Digits of loss and macro-F1. */
const score = (value: number | undefined): string => (value === undefined ? text.notYet : decimal(value, 3));

/** How far it is, its curves, and what can be done meanwhile. */
export function RunningTraining() {
  const phase = useTraining((state) => state.phase);
  const progress = useTraining((state) => state.progress);
  const { pause, continue: goOn, stop } = useTrainingStore().getState();
  const { stage, backend, step, steps, loss, validates, macroF1, best, saved, notSaved } = progress;
  const [lastLoss, lastF1] = [loss.at(-1)?.value, macroF1.at(-1)?.value];
  const canPause = stage === 'training' && phase !== 'stopping';
  return (
    <section
      className="card training"
      aria-labelledby="running-title"
      data-testid="training"
      data-step={step}
    >
      <header>
        <h2 id="running-title" role="status">
          {phase === 'paused' ? text.paused : phase === 'stopping' ? text.stopping : text.phases[stage]}
        </h2>
        {backend && (
          <span className="tag" data-backend={backend}>
            {backendNames[backend]}
          </span>
        )}
      </header>
      <progress
        aria-label={text.progress}
        {...(stage === 'starting' ? {} : { value: fractionOf(progress) })}
      />
      <p className="hint">{describe(progress)}</p>
      <ProblemAlert problem={notSaved} />
      <div className="curves">
        <figure>
          <figcaption>
            <span className="curve-name">{text.loss}</span> <b>{score(lastLoss)}</b>
            <span className="hint">{text.lossHint}</span>
          </figcaption>
          <Curve points={loss} steps={steps} most={null} label={text.lossOf(score(lastLoss))} />
        </figure>
        <figure>
          <figcaption>
            <span className="curve-name">{text.macroF1}</span> {validates && <b>{score(lastF1)}</b>}
            {best !== null && <span className="hint">{text.best(best)}</span>}
            <span className="hint">{validates ? text.macroF1Hint : text.notValidated}</span>
          </figcaption>
          {validates && (
            <Curve points={macroF1} steps={steps} most={1} label={text.macroF1Of(score(lastF1))} />
          )}
        </figure>
      </div>
      <div className="actions">
        {phase === 'paused' ? (
          <Button variant="primary" onClick={goOn}>
            {text.continue}
          </Button>
        ) : (
          <Button disabled={!canPause} onClick={pause}>
            {text.pause}
          </Button>
        )}
        <Button disabled={phase === 'stopping'} onClick={stop}>
          {text.stop}
        </Button>
        <span className="hint">
          {text.stopHint}
          {BETWEEN_SENTENCES}
          {saved !== null && text.saved(saved)}
        </span>
      </div>
      <p className="hint">{text.startHint}</p>
    </section>
  );
}

const fractionOf = ({ stage, fraction, step, steps }: TrainProgress): number =>
  stage === 'training' ? (steps === 0 ? 0 : step / steps) : fraction;

function describe(progress: TrainProgress): string {
  const { stage, step, steps, remaining } = progress;
  if (stage === 'starting') return '';
  if (stage !== 'training') return percent(fractionOf(progress));
  const left = remaining === null ? text.remainingUnknown : text.remaining(inWords(remaining));
  return enumerated([text.step(step, steps), left]);
}

interface CurveContent {
  readonly points: readonly CurvePoint[];
  /** Of the whole training. */
  readonly steps: number;
  /** Top of the scale; null: as the values are. */
  readonly most: number | null;
}

/** CSS pixels. */
const HEIGHT = 150;
const AXIS_WIDTH = 40;
const AXIS_HEIGHT = 26;

/** One measure over the steps of a training. */
const TRAINING_CURVE: ChartKind<CurveContent> = {
  empty: { points: [], steps: 1, most: null },
  swatches: ['curve', 'text', 'line'],
  options(now, colour) {
    const axis = {
      font: CHART_FONT,
      stroke: () => colour('text'),
      ticks: { show: false },
      grid: { stroke: () => colour('line'), width: 1 },
    };
    return {
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, Math.max(1, now().steps)] },
        y: { range: (_, __, most) => [0, now().most ?? Math.max(0.1, most * 1.1)] },
      },
      series: [{}, { stroke: () => colour('curve'), width: 1.5 }],
      axes: [
        { ...axis, size: AXIS_HEIGHT },
        { ...axis, size: AXIS_WIDTH },
      ],
    };
  },
  data: ({ points }) => [points.map(({ step }) => step), points.map(({ value }) => value)],
};

/** A live curve. What it says is said in words beside it. */
function Curve({ points, steps, most, label }: CurveContent & { readonly label: string }) {
  const content = useMemo(() => ({ points, steps, most }), [points, steps, most]);
  return <Chart kind={TRAINING_CURVE} content={content} className="curve-canvas" label={label} />;
}
