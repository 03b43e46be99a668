import { SECOND_MS } from '../../../common/clock';
import type { RecordingSummary } from '../../../footage/footage-library';
import { inWords } from '../../shared/format';
import { train as text } from './strings';
import { useFootage } from '../context';
import { labelledSeconds } from '../footage/recordings';

interface Props {
  readonly recordings: readonly RecordingSummary[];
  /** Those that are left out. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

/** The recordings with labels: all of them, unless one is left out. */
export function RecordingChoice({ recordings, left, onChange }: Props) {
  const people = useFootage((state) => state.people) ?? [];
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? '';
  return (
    <fieldset className="choice">
      <legend>{text.recordings}</legend>
      {recordings.map((recording) => {
        const { id, personId, session } = recording;
        return (
          <label key={id} className="check">
            <input
              type="checkbox"
              checked={!left.has(id)}
              onChange={(event) => {
                const changed = new Set(left);
                if (event.currentTarget.checked) changed.delete(id);
                else changed.add(id);
                onChange(changed);
              }}
            />
            <span>
              {nameOf(personId)}, {session}{' '}
              <span className="hint">
                {text.recordingHint(inWords(labelledSeconds(recording) * SECOND_MS))}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
