import { useEffect, useId, useState, type SubmitEvent } from 'react';
import type { TrainRequest } from '../../../engine/studio-api';
import type { RecordingSummary } from '../../../footage/footage-library';
import { NAME_LIMIT } from '../../../profile';
import { dateAndTime } from '../../shared/format';
import { train as text } from './strings';
import { useServices } from '../../context';
import { DEFAULT_TRAINING, type TrainSettings } from './training-store';
import { useTraining } from '../context';
import { AdvancedTraining } from './AdvancedTraining';
import { DepthChoice } from './DepthChoice';
import { Plan } from './Plan';
import { RecordingChoice } from './RecordingChoice';

/** What to learn from, how deep, and whether that can work. */
export function TrainForm({ recordings }: { readonly recordings: readonly RecordingSummary[] }) {
  const { now } = useServices();
  const start = useTraining((state) => state.start);
  const look = useTraining((state) => state.look);
  const plan = useTraining((state) => state.plan);
  const [settings, setSettings] = useState<TrainSettings>(() => ({
    ...DEFAULT_TRAINING,
    name: text.defaultName(dateAndTime(now())),
  }));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const nameId = useId();
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
      <div className="field">
        <label htmlFor={nameId}>{text.name}</label>
        <input
          id={nameId}
          type="text"
          maxLength={NAME_LIMIT}
          value={settings.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </div>
      <AdvancedTraining settings={settings} onChange={change} />
      <Plan recordings={recordings} />
      <div className="consent">
        <button
          type="submit"
          className="button button-primary button-start"
          data-testid="start-training"
          disabled={plan?.missing.length !== 0}
        >
          {text.start}
        </button>
        <p className="hint">{text.startHint}</p>
      </div>
    </form>
  );
}
