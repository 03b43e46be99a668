import { useState, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { SECOND_MS } from '../../common/clock';
import { HIGH_PERCLOS } from '../../wakefulness/constants';
import { useMonitor } from '../context';
import {
  common,
  details as detailsText,
  enrolment as enrolmentText,
  enrolmentHints,
  monitor as text,
} from '../messages/texts';
import { clockTime, decimal, degrees, percent, shortSeconds } from '../shared/format';
import { ProblemList } from '../shared/problems/Problems';
import { StateTimeline } from '../shared/timeline/StateTimeline';
import { Button } from '../shared/ui/Button';
import { CameraPicture } from '../shared/ui/CameraPicture';
import { Meter } from '../shared/ui/Page';
import { AllSet } from './AllSet';
import { BreakReminder, Controls } from './Controls';
import { Because, ClassifiedBy, StateStatus } from './StateStatus';

/** The running session. */
export function Live() {
  return (
    <div className="live">
      <h1 className="visually-hidden">{text.heading}</h1>
      <AllSet />
      <BreakReminder />
      <div className="live-top">
        <section className="live-state" aria-label={text.heading}>
          <StateStatus size="large" />
          <Because />
          <MeasuringAnew />
        </section>
        <aside className="live-side" aria-label={text.session}>
          <PreviewCard />
          <Who />
          <Closures />
        </aside>
      </div>
      <Messages />
      <Controls />
      <LiveTimeline />
      <footer className="live-foot">
        <ClassifiedBy />
        <Details />
      </footer>
    </div>
  );
}

function PreviewCard() {
  const hidden = useMonitor((monitor) => monitor.pictureHidden);
  const turn = useMonitor((monitor) => monitor.turn);
  const hide = useMonitor((monitor) => monitor.hidePicture);
  const turnPicture = useMonitor((monitor) => monitor.turnPicture);
  const [isTurned, setTurned] = useState(false);
  return (
    <div className="preview-card">
      <div className="preview-frame">
        {hidden ? <p className="hint">{text.previewHidden}</p> : <Preview shape="card" />}
        <div className="preview-actions">
          {!hidden && (
            <Button
              variant="quiet"
              aria-label={text.turnPicture}
              onClick={() => {
                setTurned(true);
                turnPicture();
              }}
            >
              {text.turn}
            </Button>
          )}
          <Button
            variant="quiet"
            aria-label={hidden ? text.showPreview : text.hidePreview}
            onClick={() => hide(!hidden)}
          >
            {hidden ? text.show : text.hide}
          </Button>
        </div>
      </div>
      <p className="turned" role="status">
        {turn !== 0 ? text.turned(turn) : isTurned && text.notTurned}
      </p>
    </div>
  );
}

/** Of the preview while the session runs, a second: enough to see that one is in the picture. */
const PREVIEW_RATE = 5;

/** The camera's picture with the learner's face framed; round, without the frame. */
export function Preview({ shape }: { readonly shape: 'card' | 'round' }) {
  const stream = useMonitor((monitor) => monitor.stream);
  const turn = useMonitor((monitor) => monitor.turn);
  const phase = useMonitor((monitor) => monitor.phase);
  return (
    <CameraPicture
      stream={stream}
      label={text.preview}
      className={`preview-${shape}`}
      turn={turn}
      framesPerSecond={phase === 'monitoring' ? PREVIEW_RATE : undefined}
    >
      {/* A picture that lies on its side is smaller than its frame: no place for the box. */}
      {shape === 'card' && turn % 180 === 0 && <FaceBox />}
    </CameraPicture>
  );
}

function FaceBox() {
  const box = useMonitor((monitor) => monitor.measures?.box ?? null);
  if (!box) return null;
  const css = (value: number): string => `${value * 100}%`;
  return (
    <span
      className="face-box"
      style={{ left: css(box.x), top: css(box.y), width: css(box.width), height: css(box.height) }}
    />
  );
}

function Who() {
  const name = useMonitor(({ request }) => request?.learner?.name ?? request?.name ?? '');
  const seconds = useMonitor(({ recording }) => recording?.timeline.seconds ?? 0);
  return (
    <p className="who">
      <span className="who-name">{name}</span>
      <span className="who-time">{clockTime(seconds * SECOND_MS)}</span>
    </p>
  );
}

function Closures() {
  const perclos = useMonitor(({ state }) => state.perclos);
  const perclos3 = useMonitor(({ state }) => state.perclos3);
  const { from, to } = HIGH_PERCLOS;
  return (
    <div className="closures">
      {(
        [
          ['perclos1', perclos],
          ['perclos3', perclos3],
        ] as const
      ).map(([name, value]) => (
        <Meter
          key={name}
          label={text[name]}
          value={value}
          text={value === null ? text.notYet : text.closedFor(percent(value), value < from)}
          most={2 * to}
          normal={from}
        />
      ))}
      <details className="closures-help">
        <summary>{text.perclosQuestion}</summary>
        <p>{text.perclosHint(percent(from), percent(to))}</p>
      </details>
    </div>
  );
}

function MeasuringAnew() {
  const enrolment = useMonitor((monitor) => monitor.enrolment);
  if (!enrolment) return null;
  return (
    <div className="measuring">
      <progress value={enrolment.fraction} max={1} aria-label={enrolmentText.measuringAnew} />
      <p>{common.named(enrolmentText.measuringAnew, enrolmentHints[enrolment.hint])}</p>
    </div>
  );
}

function LiveTimeline() {
  const timeline = useMonitor(({ recording }) => recording?.timeline ?? null);
  return <StateTimeline timeline={timeline} initial="five" />;
}

/** What is wrong while monitoring goes on. */
export function Messages() {
  const problems = useMonitor((monitor) => monitor.problems);
  const dismiss = useMonitor((monitor) => monitor.dismiss);
  return <ProblemList problems={problems} dismiss={dismiss} />;
}

const twoDigits = (value: number): string => decimal(value, 2);

/** What the engine measures right now, for the curious and for bug reports. */
function Details() {
  return (
    <details className="details">
      <summary>{text.details}</summary>
      <dl className="facts">
        <Machine />
        <Measures />
      </dl>
    </details>
  );
}

function Machine() {
  const info = useMonitor((monitor) => monitor.info);
  if (!info) return null;
  return (
    <>
      <Fact name={detailsText.backend}>
        {info.forced ? detailsText.backendForced(info.backend) : info.backend}
      </Fact>
      <Fact name={detailsText.device}>{info.device || common.none}</Fact>
      <Fact name={detailsText.backbone}>{info.backbone}</Fact>
      <Fact name={detailsText.frameSource}>{detailsText.frameSources[info.frameSource]}</Fact>
    </>
  );
}

function Measures() {
  const measures = useMonitor((monitor) => monitor.measures);
  const { openness, closureMs } = useMonitor(useShallow((monitor) => monitor.state));
  if (!measures) return null;
  const { framesPerSecond, verdictsPerSecond, similarity, ear, pose, tensors } = measures;
  return (
    <>
      <Fact name={detailsText.fps}>{common.perSecond(decimal(framesPerSecond, 1))}</Fact>
      <Fact name={detailsText.verdicts}>{common.perSecond(decimal(verdictsPerSecond, 1))}</Fact>
      <Fact name={detailsText.tensors}>
        <span data-testid="tensors">{tensors}</span>
      </Fact>
      <Fact name={detailsText.similarity}>{similarity === null ? common.none : twoDigits(similarity)}</Fact>
      <Fact name={detailsText.ear}>
        {ear ? `${twoDigits(ear.left)} / ${twoDigits(ear.right)}` : common.none}
      </Fact>
      <Fact name={detailsText.pose}>
        {pose ? [pose.pitch, pose.yaw, pose.roll].map((a) => degrees(a)).join(' / ') : common.none}
      </Fact>
      <Fact name={detailsText.openness}>{percent(openness)}</Fact>
      <Fact name={detailsText.closure}>{shortSeconds(closureMs)}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
