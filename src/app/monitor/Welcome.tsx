import { useEffect, useId, useState, type SubmitEvent } from 'react';
import { freeName } from '../../common/names';
import type { Learner } from '../../profile';
import { useLearners, useMonitor, useServices, useSettings } from '../context';
import { learners as learnersText, welcome as text } from '../messages/texts';
import { CameraChoice, NotificationPermission, SoundCheck } from '../settings/DeviceChecks';
import { dateAndTime } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { Check, NameField } from '../shared/ui/Field';

/** The choice that is nobody's id. */
const SOMEBODY_NEW = '';

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
  const [recalibrate, setRecalibrate] = useState(false);
  const learner = isNew ? null : (learners.find(({ id }) => id === activeId) ?? learners[0] ?? null);
  const knows = useMonitor((monitor) => monitor.knows);
  const prepare = useMonitor((monitor) => monitor.prepare);
  useEffect(() => void prepare(), [prepare]);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    alerts.unlock();
    const measure = learner === null ? 'all' : recalibrate ? 'eyes' : 'nothing';
    const names = learners.map((other) => other.name);
    void start({ learner, name: learner?.name ?? (name.trim() || freeName(text.me, names)), measure });
  }

  return (
    <form className="welcome-form" onSubmit={submit}>
      <section className="card">
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
        {learner === null && learners.length > 0 && (
          <NameField
            label={text.name}
            hint={text.nameHint}
            value={name}
            testId="learner-name"
            onChange={setName}
          />
        )}
        {learner !== null && (
          <Check checked={recalibrate} onChange={setRecalibrate}>
            {text.remeasure}
          </Check>
        )}
        <div className="consent">
          <Button type="submit" variant="primary" className="button-start" data-testid="start">
            {text.start}
          </Button>
          {!isSmall && <p className="hint">{text.consent}</p>}
        </div>
        <details className="check-devices">
          <summary>{text.check}</summary>
          <SoundCheck />
          <NotificationPermission />
          <CameraChoice />
        </details>
      </section>
      {!isSmall && <WhatHappens isKnown={learner !== null && knows(learner)} />}
    </form>
  );
}

function WhatHappens({ isKnown }: { readonly isKnown: boolean }) {
  const { steps } = text;
  const keepsPictures = useSettings(({ settings }) => settings.keepMoments);
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
        <p>{keepsPictures ? text.privacyWithPictures : text.privacy}</p>
      </div>
    </section>
  );
}

interface PickerProps {
  readonly learners: readonly Learner[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** Who is learning: one of those enrolled here, or somebody new. */
function LearnerPicker({ learners, value, onChange }: PickerProps) {
  const name = useId();
  return (
    <fieldset className="picker">
      <legend>{text.who}</legend>
      {learners.map((learner) => (
        <label key={learner.id} className="picker-option">
          <input
            type="radio"
            name={name}
            checked={value === learner.id}
            onChange={() => onChange(learner.id)}
          />
          <span className="picker-name">{learner.name}</span>
          <span className="hint">{text.since(dateAndTime(learner.createdAt))}</span>
        </label>
      ))}
      <label className="picker-option">
        <input
          type="radio"
          name={name}
          checked={value === SOMEBODY_NEW}
          onChange={() => onChange(SOMEBODY_NEW)}
        />
        <span className="picker-name">{text.newLearner}</span>
      </label>
    </fieldset>
  );
}
