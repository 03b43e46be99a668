import { useEffect, useState, type ComponentProps } from 'react';
import type { WakefulnessClass } from '../../../common/classes';
import { useServices } from '../../context';
import { holding as text, recorder, stateWords, training } from '../../messages/texts';
import { dateAndTime } from '../../shared/format';
import { Button } from '../../shared/ui/Button';
import { CameraPicture } from '../../shared/ui/CameraPicture';
import { Switch } from '../../shared/ui/Field';
import { useTrainAtOnce } from '../context';
import { createHeldRecording, HELD_SECONDS, LEAST_HELD } from './held-recording';
import { RecorderCard, useRecording, type RecorderProps } from './recorder-parts';

const ORDER = ['awake', 'drowsy', 'asleep'] as const;

/**
 * Three buttons, one for each state: what is shown while one is held is recorded as that state. The
 * training begins when the film has been read.
 */
export function HoldRecorder(props: RecorderProps) {
  const { now } = useServices();
  const trainAtOnce = useTrainAtOnce();
  const recording = useRecording(props, text.sessionName, (parts, requestFor) =>
    createHeldRecording({
      ...parts,
      onFilm(file, labels) {
        void trainAtOnce({ ...requestFor(file), labels }, training.defaultName(dateAndTime(now())));
        props.onClose();
      },
    }),
  );
  const { phase, stream, held, holding, release } = recording;
  const [isToggle, setToggle] = useState(false);
  const isOn = phase === 'ready' || phase === 'saving';
  const isEnough = ORDER.every((label) => held[label] >= LEAST_HELD);

  useEffect(() => {
    const hide = (): void => {
      if (document.hidden) release();
    };
    // A key or a button that is let go elsewhere is not heard.
    window.addEventListener('blur', release);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('blur', release);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [release]);

  return (
    <RecorderCard
      title={text.title}
      testId="hold-recorder"
      recording={recording}
      start={text.open}
      onStart={recording.open}
      onClose={props.onClose}
      finish={
        <Button disabled={phase === 'saving' || !isEnough} onClick={recording.finish}>
          {text.finish}
        </Button>
      }
      stage={
        isOn && stream ? (
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
                    onRelease={release}
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
        ) : null
      }
      intro={
        <>
          <p>{text.lead(HELD_SECONDS)}</p>
          <p className="hint">{recorder.sound}</p>
        </>
      }
    />
  );
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
