import { useEffect, useId, useState, type SubmitEvent } from 'react';
import { SECOND_MS, type Milliseconds } from '../../../common/clock';
import type { Depth, TrainPlan, TrainRequest } from '../../../engine/studio-api';
import type { RecordingSummary } from '../../../footage/footage-library';
import { NAME_LIMIT } from '../../../profile';
import { useServices } from '../../context';
import { training as text } from '../../messages/texts';
import {
  BETWEEN_SENTENCES,
  dateAndTime,
  diskSpace,
  enumerated,
  inWords,
  MINUTE_MS,
  minutes,
} from '../../shared/format';
import { Button } from '../../shared/ui/Button';
import { Check, Field } from '../../shared/ui/Field';
import { useFootage, useTraining, useTrainingStore } from '../context';
import { labelledCount } from '../recordings';
import { Explained } from '../ui';
import { AdvancedTraining } from './AdvancedTraining';
import { Plan } from './Plan';
import { DEFAULT_TRAINING, type TrainSettings } from './training-store';

/** What to learn from, how deep, and whether that can work. */
export function TrainForm({ recordings }: { readonly recordings: readonly RecordingSummary[] }) {
  const { now } = useServices();
  const { start, look } = useTrainingStore().getState();
  const plan = useTraining((state) => state.plan);
  const [settings, setSettings] = useState<TrainSettings>(() => ({
    ...DEFAULT_TRAINING,
    name: text.defaultName(dateAndTime(now())),
  }));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const recordingIds = recordings.map(({ id }) => id).filter((id) => !left.has(id));
  const request: TrainRequest = { ...settings, recordingIds };
  const change = (changed: Partial<TrainSettings>): void => setSettings({ ...settings, ...changed });

  // The plan follows every choice that it depends on, and labels that changed meanwhile.
  const labelled = recordings.map((recording) => recording.labelled);
  const asked = JSON.stringify([{ ...request, name: '' }, labelled]);
  useEffect(() => {
    void look(request);
    // `asked` stands for all that the request says.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked, look]);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (plan?.missing.length === 0) void start({ ...request, name: settings.name.trim() || text.title });
  }

  return (
    <form className="train-form" onSubmit={submit}>
      <RecordingChoice recordings={recordings} left={left} onChange={setLeft} />
      <DepthChoice value={settings.depth} onChange={(depth) => change({ depth })} />
      <Field label={text.name}>
        {(control) => (
          <input
            {...control}
            type="text"
            maxLength={NAME_LIMIT}
            value={settings.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <AdvancedTraining settings={settings} onChange={change} />
      <Plan recordings={recordings} />
      <div className="consent">
        <Button
          type="submit"
          variant="primary"
          className="button-start"
          data-testid="start-training"
          disabled={plan?.missing.length !== 0}
        >
          {text.start}
        </Button>
        {plan && <Cost plan={plan} depth={settings.depth} />}
        <p className="hint">{text.startHint}</p>
      </div>
    </form>
  );
}

interface RecordingProps {
  readonly recordings: readonly RecordingSummary[];
  /** Those that are left out. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

/** The recordings with labels: all of them, unless one is left out. */
function RecordingChoice({ recordings, left, onChange }: RecordingProps) {
  const people = useFootage((state) => state.people) ?? [];
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? '';
  return (
    <fieldset className="choice">
      <legend>{text.recordings}</legend>
      {recordings.map((recording) => {
        const { id, personId, session } = recording;
        return (
          <Check
            key={id}
            checked={!left.has(id)}
            onChange={(isUsed) => {
              const changed = new Set(left);
              if (isUsed) changed.delete(id);
              else changed.add(id);
              onChange(changed);
            }}
          >
            <span>
              {enumerated([nameOf(personId), session])}{' '}
              <span className="hint">
                {text.recordingHint(inWords(labelledCount(recording) * SECOND_MS))}
              </span>
            </span>
          </Check>
        );
      })}
    </fieldset>
  );
}

const DEPTHS: readonly Depth[] = ['head', 'last', 'deep', 'all'];

interface DepthProps {
  readonly value: Depth;
  readonly onChange: (depth: Depth) => void;
}

/** What it takes of the learner's time and of the device's memory, before it is spent. */
function Cost({ plan, depth }: { readonly plan: TrainPlan; readonly depth: Depth }) {
  const pace = useTraining((state) => state.pace);
  const [time, memory] = [roughTime(plan.duration[depth] * (pace ?? 1)), roughSpace(plan.memory[depth])];
  return (
    <p data-testid="cost">
      {text.cost(time, memory)}
      {BETWEEN_SENTENCES}
      <span className="hint">{pace === null ? text.costGuessed : text.costMeasured}</span>
    </p>
  );
}

/** No more exact than an estimate is: tens of seconds, then minutes. */
const roughTime = (duration: Milliseconds): string =>
  duration < MINUTE_MS
    ? inWords(Math.ceil(duration / SECOND_MS / 10) * 10 * SECOND_MS)
    : minutes(Math.ceil(duration / MINUTE_MS));

const roughSpace = (bytes: number): string => diskSpace(Math.ceil(bytes / 1e7) * 1e7);

/** How much of the network learns, and what that takes of memory. */
function DepthChoice({ value, onChange }: DepthProps) {
  const name = useId();
  const plan = useTraining((state) => state.plan);
  const pace = useTraining((state) => state.pace);
  return (
    <fieldset className="picker depth">
      <legend>
        {text.depth} <span className="setting-term">{text.depthTechnical}</span>
      </legend>
      {DEPTHS.map((depth) => (
        <label key={depth} className="picker-option">
          <input type="radio" name={name} checked={depth === value} onChange={() => onChange(depth)} />
          <span className="picker-name">{text.depths[depth].name}</span>
          <span className="hint">
            <Explained technical={text.depths[depth].technical}>{text.depths[depth].text}</Explained>
            {BETWEEN_SENTENCES}
            {plan &&
              text.depthCost(roughTime(plan.duration[depth] * (pace ?? 1)), roughSpace(plan.memory[depth]))}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
