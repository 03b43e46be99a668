import { useId, useState, type SubmitEvent } from 'react';
import { NAME_LIMIT, type Learner } from '../../profile';
import { learners as learnersText } from '../learners/strings';
import { welcome as text } from './strings';
import { CameraChoice } from '../settings/CameraChoice';
import { NotificationPermission } from '../settings/NotificationPermission';
import { SoundCheck } from '../settings/SoundCheck';
import { useLearners, useMonitor, useServices } from '../context';
import { LearnerPicker, SOMEBODY_NEW } from './LearnerPicker';
import { Button } from '../shared/ui/Button';

/** Before a session: who learns, what will happen, Start. */
export function Welcome() {
  const learners = useLearners((state) => state.learners);
  return (
    <div className="welcome">
      <div className="welcome-lead">
        <h1>{text.title}</h1>
        <p className="lead">{text.lead}</p>
      </div>
      {learners && <StartForm learners={learners} />}
    </div>
  );
}

/** Who learns, and Start. `isSmall`: in a frame, where consent was given before. */
export function StartForm({
  learners,
  isSmall = false,
}: {
  readonly learners: readonly Learner[];
  readonly isSmall?: boolean;
}) {
  const activeId = useLearners((state) => state.activeId);
  const choose = useLearners((state) => state.choose);
  const start = useMonitor((monitor) => monitor.start);
  const { alerts } = useServices();
  const [isNew, setNew] = useState(false);
  const [name, setName] = useState('');
  const [isNameMissing, setNameMissing] = useState(false);
  const [recalibrate, setRecalibrate] = useState(false);
  const learner = isNew ? null : (learners.find(({ id }) => id === activeId) ?? learners[0] ?? null);
  const knows = useMonitor((monitor) => monitor.knows);
  const nameId = useId();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const given = learner?.name ?? name.trim();
    if (given === '') {
      setNameMissing(true);
      document.getElementById(nameId)?.focus();
      return;
    }
    alerts.unlock();
    const measure = learner === null ? 'all' : recalibrate ? 'eyes' : 'nothing';
    void start({ learner, name: given, measure });
  }

  return (
    <form className="welcome-form" onSubmit={submit} noValidate>
      <section className="card">
        <h2>{text.who}</h2>
        {learners.length > 0 && (
          <LearnerPicker
            learners={learners}
            value={learner?.id ?? SOMEBODY_NEW}
            onChange={(id) => {
              setNew(id === SOMEBODY_NEW);
              if (id !== SOMEBODY_NEW) void choose(id);
            }}
          />
        )}
        {learner === null ? (
          <div className="field">
            <label htmlFor={nameId}>{text.name}</label>
            <input
              id={nameId}
              data-testid="learner-name"
              type="text"
              maxLength={NAME_LIMIT}
              autoComplete="off"
              value={name}
              aria-invalid={isNameMissing}
              aria-describedby={`${nameId}-hint`}
              onChange={(event) => {
                setName(event.currentTarget.value);
                setNameMissing(false);
              }}
            />
            <p className={isNameMissing ? 'hint hint-error' : 'hint'} id={`${nameId}-hint`}>
              {isNameMissing ? text.nameMissing : text.nameHint}
            </p>
          </div>
        ) : (
          <label className="check">
            <input
              type="checkbox"
              checked={recalibrate}
              onChange={(event) => setRecalibrate(event.currentTarget.checked)}
            />
            {text.remeasure}
          </label>
        )}
        <details className="check-devices">
          <summary>{text.check}</summary>
          <SoundCheck />
          <NotificationPermission />
          <CameraChoice />
        </details>
        <div className="consent">
          <Button type="submit" variant="primary" className="button-start" data-testid="start">
            {text.start}
          </Button>
          {!isSmall && <p className="hint">{text.consent}</p>}
        </div>
      </section>
      {!isSmall && <WhatHappens isKnown={learner !== null && knows(learner)} />}
    </form>
  );
}

function WhatHappens({ isKnown }: { readonly isKnown: boolean }) {
  const { steps } = text;
  return (
    <section className="what-happens">
      <h2>{text.whatHappens}</h2>
      <ol>
        <li>{steps.camera}</li>
        <li>{isKnown ? steps.knownThen : steps.enrolment}</li>
        <li>{steps.then}</li>
      </ol>
      <div className="privacy">
        <h3>
          <span className="tag">{learnersText.biometric}</span> {text.privacyTitle}
        </h3>
        <p>{text.privacy}</p>
      </div>
    </section>
  );
}
