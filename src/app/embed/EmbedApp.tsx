import { Fragment, useCallback, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { FrameOptions } from '../../embed/frame/frame-options';
import { AppProvider } from '../context';
import { common, embedText as text, refusals } from '../messages/texts';
import { ErrorBoundary } from '../shared/problems/Problems';
import { Button } from '../shared/ui/Button';
import { Check } from '../shared/ui/Field';
import { FrameMonitor, OpenInTab } from './FrameMonitor';
import type { GateStore } from './gate-store';
import { HoldToShare, useReading } from './HoldToShare';

interface Props {
  readonly gate: GateStore;
  readonly options: FrameOptions;
  /** The browser could open the learner's own profile to this frame. */
  readonly canOpenOwnProfile: boolean;
}

/** The frame in a course page, by how far it has come. */
export function EmbedApp({ gate, options, canOpenOwnProfile }: Props) {
  const { step, app } = useStore(gate);
  return (
    <ErrorBoundary>
      {step === 'refused' && <Refused gate={gate} />}
      {(step === 'waiting' || step === 'opening') && <Busy text={text[step]} />}
      {step === 'asking' && <Consent gate={gate} canOpenOwnProfile={canOpenOwnProfile && app === null} />}
      {step === 'open' && app && (
        <AppProvider services={app.services} stores={app.stores}>
          <FrameMonitor gate={gate} options={options} />
        </AppProvider>
      )}
    </ErrorBoundary>
  );
}

function Busy({ text: said }: { readonly text: string }) {
  return (
    <main className="frame-screen">
      <h1 className="visually-hidden">{text.heading}</h1>
      <p role="status">{said}</p>
    </main>
  );
}

/** Why there is no monitor here, what to change, and the ways on. */
function Refused({ gate }: { readonly gate: GateStore }) {
  const { refusal, enter, goOn } = useStore(gate);
  if (refusal === null) return null;
  const { title, todo } = refusals[refusal];
  return (
    <main className="frame-choice" data-testid="refusal" data-refusal={refusal}>
      {/* The text may be longer than the frame is high: the ways on stay in sight. */}
      <div className="frame-text" tabIndex={0} role="region" aria-labelledby="refusal-title">
        <div role="alert">
          <h1 id="refusal-title">{title}</h1>
          <p>{todo}</p>
        </div>
      </div>
      <div className="frame-answers">
        {refusal === 'no-handshake' && (
          <Button variant="primary" onClick={() => void enter({ share: false, ownProfile: false })}>
            {text.alone}
          </Button>
        )}
        {(refusal === 'storage-blocked' || refusal === 'storage-newer') && (
          <Button variant="primary" onClick={goOn}>
            {text.once}
          </Button>
        )}
        {refusal === 'not-opened' && (
          <Button variant="primary" onClick={() => location.reload()}>
            {common.reload}
          </Button>
        )}
        <OpenInTab />
      </div>
    </main>
  );
}

/** An origin whose lines end after its dots: a name that breaks elsewhere can be misread. */
function Host({ name }: { readonly name: string }) {
  return name.split(/(?<=\.)/).map((part, at) => (
    <Fragment key={at}>
      {part}
      <wbr />
    </Fragment>
  ));
}

interface ConsentProps {
  readonly gate: GateStore;
  readonly canOpenOwnProfile: boolean;
}

/** Who asks, what would leave the frame, and what never does: before anything else. */
function Consent({ gate, canOpenOwnProfile }: ConsentProps) {
  const { host, enter, app } = useStore(gate);
  const [ownProfile, setOwnProfile] = useState(false);
  const [keep, setKeep] = useState(false);
  const question = useRef<HTMLElement>(null);
  const details = useRef<HTMLDivElement>(null);
  const { isRead, readOn } = useReading(details);
  const agree = useCallback(() => void enter({ share: true, ownProfile, keep }), [enter, ownProfile, keep]);
  return (
    <main className="frame-choice" data-testid="consent">
      <header ref={question} className="frame-question">
        <h1 id="consent-title">{text.consentTitle}</h1>
        <p>
          <b data-testid="host">
            <Host name={host ?? ''} />
          </b>{' '}
          {text.asks}
        </p>
      </header>
      {/* The text may be longer than the frame is high: the keyboard must be able to scroll it. */}
      <div
        ref={details}
        className="frame-text"
        data-read={isRead}
        tabIndex={0}
        role="region"
        aria-labelledby="consent-title"
      >
        <p>
          <b>{text.leaves}</b> {text.leavesList}
        </p>
        <p>
          <b>{text.never}</b> {text.neverList}
        </p>
        <p>{text.after}</p>
        <Check testId="keep" checked={keep} onChange={setKeep}>
          <span>{text.keep}</span>
        </Check>
        {canOpenOwnProfile && (
          <Check checked={ownProfile} onChange={setOwnProfile}>
            <span>
              {text.ownProfile}
              <span className="hint">{text.ownProfileHint}</span>
            </span>
          </Check>
        )}
      </div>
      <div className="frame-answers">
        <Button data-testid="decline" onClick={() => void enter({ share: false, ownProfile })}>
          {app === null ? text.decline : text.cancel}
        </Button>
        <HoldToShare question={question} readOn={isRead ? null : readOn} onHeld={agree} />
      </div>
    </main>
  );
}
