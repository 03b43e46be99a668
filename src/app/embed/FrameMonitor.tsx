import { useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { FrameOptions } from '../../embed/frame/frame-options';
import { useLearners, useMonitor, useNotices, useServices, useSettings } from '../context';
import { LearnersPage } from '../learners/LearnersPage';
import { embedText as text, monitor as monitorText } from '../messages/texts';
import { AlertPanel } from '../monitor/AlertPanel';
import { AllSet } from '../monitor/AllSet';
import { BreakReminder, Controls } from '../monitor/Controls';
import { Messages } from '../monitor/Live';
import { MonitorPage } from '../monitor/MonitorPage';
import { Because, ClassifiedBy, StateStatus } from '../monitor/StateStatus';
import { StartForm } from '../monitor/Welcome';
import { ProblemList } from '../shared/problems/Problems';
import { Button } from '../shared/ui/Button';
import { useTheme } from '../shared/ui/theme';
import type { GateStore } from './gate-store';

/** Frames too small for the whole: the numbers are in MountOptions, too. */
const SMALL = '(max-width: 299px), (max-height: 239px)';

function onSmallChange(listener: () => void): () => void {
  const query = matchMedia(SMALL);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The monitor in the frame: what the learner does, with what is shared always in sight. */
export function FrameMonitor({
  gate,
  options,
}: {
  readonly gate: GateStore;
  readonly options: FrameOptions;
}) {
  const mood = useMonitor(({ state, phase }) => (phase === 'monitoring' ? state.state : null));
  const isCovered = useMonitor(({ alert }) => alert?.level === 'strong');
  const isVisual = useSettings(({ settings }) => settings.channels.visual);
  const isFatal = useMonitor(({ fatal }) => fatal !== null);
  const isOver = useMonitor(({ phase }) => phase === 'ended');
  const isSmall = useSyncExternalStore(onSmallChange, () => matchMedia(SMALL).matches);
  const { notices, dismiss } = useNotices((state) => state);
  useTheme();
  return (
    <>
      <AlertPanel />
      <div className="frame" data-mood={mood ?? undefined} inert={isCovered && isVisual}>
        <main className="frame-body" tabIndex={0} aria-label={text.heading}>
          <ProblemList problems={notices} dismiss={dismiss} />
          <MonitorPage
            welcome={<Start gate={gate} />}
            live={(options.compact ?? isSmall) ? <CompactLive /> : <FrameLive />}
          />
          {isFatal && <OpenInTab />}
        </main>
        {isOver && <Again gate={gate} />}
        <SharingBar gate={gate} />
      </div>
    </>
  );
}

function Start({ gate }: { readonly gate: GateStore }) {
  const learners = useLearners((state) => state.learners);
  const { isAsked, isProfileRefused, isKeepRefused } = useStore(gate);
  const { storage } = useServices();
  const [isData, setData] = useState(false);
  if (learners === null) return <p role="status">{text.opening}</p>;
  if (isData)
    return (
      <>
        <Button onClick={() => setData(false)}>{text.back}</Button>
        <LearnersPage />
      </>
    );
  return (
    <>
      <h1 className="visually-hidden">{text.heading}</h1>
      <p role="status" className="frame-asked">
        {isAsked && text.asked}
      </p>
      {isProfileRefused && <p className="hint">{text.profileRefused}</p>}
      <StartForm learners={learners} isSmall />
      {isKeepRefused && <p className="hint">{text.keepRefused}</p>}
      {storage.blocked && <p className="hint">{text.keepsNothing}</p>}
      <div className="actions">
        <Button onClick={() => setData(true)}>{text.data}</Button>
        <OpenInTab />
      </div>
    </>
  );
}

function FrameLive() {
  return (
    <div className="live">
      <h1 className="visually-hidden">{text.heading}</h1>
      <StateStatus size="large" />
      <Because />
      <AllSet isSmall />
      <BreakReminder />
      <Messages />
      <Controls />
      <ClassifiedBy />
    </div>
  );
}

/** The state, one button, and the rest behind a menu. */
function CompactLive() {
  const paused = useMonitor((monitor) => monitor.paused);
  const pause = useMonitor((monitor) => monitor.pause);
  const resume = useMonitor((monitor) => monitor.resume);
  const [isMenu, setMenu] = useState(false);
  return (
    <div
      className="live compact"
      data-menu={isMenu}
      onKeyDown={(event) => event.key === 'Escape' && setMenu(false)}
    >
      <h1 className="visually-hidden">{text.heading}</h1>
      <StateStatus size={isMenu ? 'small' : 'large'} />
      <Messages />
      {isMenu ? (
        <>
          <Controls />
          <ClassifiedBy />
        </>
      ) : (
        <Because />
      )}
      <div className="actions">
        {!isMenu && (
          <Button variant="primary" onClick={paused ? resume : pause}>
            {paused ? monitorText.resume : monitorText.pause}
          </Button>
        )}
        <Button
          data-testid="more"
          aria-expanded={isMenu}
          aria-label={isMenu ? text.less : text.more}
          onClick={() => setMenu(!isMenu)}
        >
          {isMenu ? text.less : '⋯'}
        </Button>
      </div>
    </div>
  );
}

/** After a session: what it was like scrolls, the way to the next one stays. */
function Again({ gate }: { readonly gate: GateStore }) {
  const isAsked = useStore(gate, (state) => state.isAsked);
  const leave = useMonitor((monitor) => monitor.leave);
  return (
    <div className="frame-answers">
      {isAsked && <p role="status">{text.asked}</p>}
      <Button variant="primary" data-testid="again" onClick={leave}>
        {text.again}
      </Button>
    </div>
  );
}

/** Who is told what, at all times, and the way to end it. */
function SharingBar({ gate }: { readonly gate: GateStore }) {
  const { isSharing, isConnected, isFlooded, host, withdraw, askAgain } = useStore(gate);
  return (
    <footer className="frame-sharing" data-testid="sharing" data-sharing={isSharing}>
      <p role="status">
        {isSharing ? (
          <>
            {text.sharedWith} <b title={host ?? undefined}>{host?.replace(/^https?:\/\//, '')}</b>
          </>
        ) : isFlooded ? (
          text.flooded
        ) : (
          text.notShared
        )}
      </p>
      {isSharing ? (
        <Button variant="quiet" data-testid="withdraw" onClick={withdraw}>
          {text.withdraw}
        </Button>
      ) : (
        isConnected && (
          <Button variant="quiet" data-testid="share" onClick={askAgain}>
            {text.askAgain}
          </Button>
        )
      )}
    </footer>
  );
}

/** The way out of a frame that does not work, or is too small. */
export function OpenInTab() {
  return (
    <a className="button" href="./index.html" target="_blank" rel="noopener">
      {text.openInTab}
    </a>
  );
}
