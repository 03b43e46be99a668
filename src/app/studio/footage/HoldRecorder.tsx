import { useEffect, useId, useState, type ComponentProps } from 'react';
import { useStore } from 'zustand';
import type { WakefulnessClass } from '../../../common/classes';
import type { Person } from '../../../footage/recording';
import { useServices, useStores } from '../../context';
import { dateAndTime, fileStamp } from '../../shared/format';
import { ProblemAlert } from '../../shared/problems/Problems';
import { stateWords } from '../../shared/state-strings';
import { common } from '../../shared/strings';
import { Button } from '../../shared/ui/Button';
import { CameraPicture } from '../../shared/ui/CameraPicture';
import { Switch } from '../../shared/ui/Field';
import { useFootage, useStudioServices, useTrainAtOnce } from '../context';
import { filmType } from './camera-film';
import { freeSession } from './footage-store';
import { createHeldRecording, HELD_SECONDS, LEAST_HELD } from './held-recording';
import type { Rates } from './sources';
import { training } from '../train/strings';
import { holding as text, recorder } from './strings';

const ORDER = ['awake', 'drowsy', 'asleep'] as const;

interface Props {
  readonly person: Person;
  readonly rates: Rates;
  readonly onClose: () => void;
}

/** Three buttons, one for each state: what is shown while one is held is recorded as that state. */
export function HoldRecorder({ person, rates, onClose }: Props) {
  const recording = useHeldRecording({ person, rates, onClose });
  const { phase, stream, held, holding, problem } = recording;
  const [isToggle, setToggle] = useState(false);
  const titleId = useId();
  const isOn = phase === 'ready' || phase === 'saving';
  const isEnough = ORDER.every((label) => held[label] >= LEAST_HELD);

  return (
    <section className="card recorder" aria-labelledby={titleId} data-testid="hold-recorder">
      <h2 id={titleId}>{text.title}</h2>
      {filmType() === null ? (
        <p>{recorder.unsupported}</p>
      ) : isOn && stream ? (
        <>
          <div className="hold-stage">
            <CameraPicture stream={stream} label={recorder.picture} className="recorder-picture" />
            <div className="holds">
              {ORDER.map((label) => (
                <HoldButton
                  key={label}
                  label={label}
                  seconds={held[label]}
                  isHeld={holding === label}
                  isToggle={isToggle}
                  onPress={() => recording.press(label)}
                  onRelease={recording.release}
                />
              ))}
            </div>
          </div>
          <p role="status">
            {phase === 'saving'
              ? recorder.saving
              : holding
                ? text.recording(stateWords[holding])
                : text.idle(isToggle)}
          </p>
          <Switch label={text.toggle} hint={text.toggleHint} checked={isToggle} onChange={setToggle} />
        </>
      ) : (
        <>
          <p>{text.lead(HELD_SECONDS)}</p>
          <p className="hint">{recorder.sound}</p>
          <ProblemAlert problem={problem} />
        </>
      )}
      <div className="actions">
        {isOn ? (
          <>
            <Button disabled={phase === 'saving' || !isEnough} onClick={recording.finish}>
              {text.finish}
            </Button>
            <Button disabled={phase === 'saving'} onClick={recording.discard}>
              {recorder.discard}
            </Button>
          </>
        ) : (
          <>
            <Button
              variant="primary"
              disabled={phase === 'opening' || filmType() === null}
              onClick={recording.open}
            >
              {phase === 'opening' ? recorder.opening : problem ? common.tryAgain : text.open}
            </Button>
            <Button onClick={onClose}>{recorder.close}</Button>
          </>
        )}
      </div>
    </section>
  );
}

/** The camera goes off with the component; the training begins when the film has been read. */
function useHeldRecording({ person, rates, onClose }: Props) {
  const { alerts, now } = useServices();
  const { settings } = useStores();
  const { openCamera } = useStudioServices();
  const recordings = useFootage((state) => state.recordings);
  const trainAtOnce = useTrainAtOnce();
  const [store] = useState(() => {
    const session = freeSession(text.sessionName(fileStamp(now())), person.id, recordings ?? []);
    return createHeldRecording({
      name: session,
      openCamera: (onEnded) => openCamera(settings.getState().settings, onEnded),
      alerts,
      now: () => performance.now(),
      onFilm(file, labels) {
        const files = [{ file, label: null }];
        const request = { personId: person.id, session, kind: 'webcam', files, ...rates, labels } as const;
        const model = training.defaultName(dateAndTime(now()));
        void trainAtOnce({ ...request, resume: null }, model);
        onClose();
      },
    });
  });
  useEffect(() => {
    const { release, discard } = store.getState();
    const hide = (): void => {
      if (document.hidden) release();
    };
    // A key or a button that is let go elsewhere is not heard.
    window.addEventListener('blur', release);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('blur', release);
      document.removeEventListener('visibilitychange', hide);
      discard();
    };
  }, [store]);
  return useStore(store);
}

interface HoldProps {
  readonly label: WakefulnessClass;
  readonly seconds: number;
  readonly isHeld: boolean;
  /** One press begins, another one ends. */
  readonly isToggle: boolean;
  readonly onPress: () => void;
  readonly onRelease: () => void;
}

function HoldButton({ label, seconds, isHeld, isToggle, onPress, onRelease }: HoldProps) {
  const isFull = seconds >= HELD_SECONDS;
  const toggle = isHeld ? onRelease : onPress;
  return (
    <div className="held-state">
      <button
        type="button"
        className="hold-record"
        data-state={label}
        aria-pressed={isHeld}
        // Not disabled: that would take the focus away, and the keys with it.
        aria-disabled={isFull}
        onContextMenu={(event) => event.preventDefault()}
        {...(isToggle ? { onClick: toggle } : whileHeld(onPress, onRelease, toggle))}
      >
        <b>{stateWords[label]}</b>
        <span>{isFull ? text.full : recorder.guide[label]}</span>
      </button>
      <progress aria-label={text.progressOf(stateWords[label])} max={HELD_SECONDS} value={seconds} />
      <span className="hint">{text.progress(Math.floor(seconds), HELD_SECONDS)}</span>
    </div>
  );
}

const HOLD_KEYS = [' ', 'Enter'];

/** @param toggle for a click without a press: that of a screen reader or of speech */
function whileHeld(onPress: () => void, onRelease: () => void, toggle: () => void): ComponentProps<'button'> {
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      // Whoever has closed their eyes may slip off the button.
      event.currentTarget.setPointerCapture(event.pointerId);
      onPress();
    },
    onPointerUp: onRelease,
    onLostPointerCapture: onRelease,
    onBlur: onRelease,
    onKeyDown: (event) => {
      if (!HOLD_KEYS.includes(event.key)) return;
      event.preventDefault();
      if (!event.repeat) onPress();
    },
    onKeyUp: (event) => {
      if (!HOLD_KEYS.includes(event.key)) return;
      event.preventDefault();
      onRelease();
    },
    onClick: (event) => {
      if (event.detail === 0) toggle();
    },
  };
}
