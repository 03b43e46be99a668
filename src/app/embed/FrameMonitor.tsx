import { useState } from 'react';
import { useStore } from 'zustand';
import { LearnersPage } from '../learners/LearnersPage';
import { AlertPanel } from '../monitor/AlertPanel';
import { Because } from '../monitor/Because';
import { Controls } from '../monitor/Controls';
import { Enrolment } from '../monitor/Enrolment';
import { Fatal } from '../monitor/Fatal';
import { Judge } from '../monitor/Judge';
import { Loading } from '../monitor/Loading';
import { SessionOver } from '../monitor/SessionOver';
import { StateStatus } from '../monitor/StateStatus';
import { StartForm } from '../monitor/Welcome';
import { useLearners, useMonitor, useServices, useSettings } from '../context';
import { embed as text } from './strings';
import { Notices } from '../shared/problems/Notices';
import { Messages } from '../monitor/Messages';
import { useTheme } from '../shared/ui/theme';
import type { GateStore } from './gate-store';
import { OpenInTab } from './OpenInTab';
import { SharingBar } from './SharingBar';
import { Button } from '../shared/ui/Button';

/** The monitor in the frame: what the learner does, with what is shared always in sight. */
export function FrameMonitor({ gate }: { readonly gate: GateStore }) {
  const mood = useMonitor(({ state, phase }) => (phase === 'monitoring' ? state.state : null));
  const isCovered = useMonitor(({ alert }) => alert?.level === 'strong');
  const isVisual = useSettings(({ settings }) => settings.channels.visual);
  useTheme();
  return (
    <>
      <AlertPanel />
      <div className="frame" data-mood={mood ?? undefined} inert={isCovered && isVisual}>
        <main className="frame-body" tabIndex={0} aria-label={text.heading}>
          <Notices />
          <Stage gate={gate} />
        </main>
        <SharingBar gate={gate} />
      </div>
    </>
  );
}

function Stage({ gate }: { readonly gate: GateStore }) {
  const phase = useMonitor((monitor) => monitor.phase);
  const isFatal = useMonitor((monitor) => monitor.fatal !== null);
  if (isFatal)
    return (
      <>
        <Fatal />
        <OpenInTab />
      </>
    );
  switch (phase) {
    case 'idle':
      return <Start gate={gate} />;
    case 'starting':
      return <Loading />;
    case 'enrolling':
      return <Enrolment />;
    case 'monitoring':
      return <FrameLive />;
    case 'ended':
      return <SessionOver />;
  }
}

function Start({ gate }: { readonly gate: GateStore }) {
  const learners = useLearners((state) => state.learners);
  const { isAsked, isProfileRefused } = useStore(gate);
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
      <StartForm learners={learners} isSmall />
      {storage.blocked && <p className="hint">{text.keepsNothing}</p>}
      {isProfileRefused && <p className="hint">{text.profileRefused}</p>}
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
      <Messages />
      <Controls />
      <Judge />
    </div>
  );
}
