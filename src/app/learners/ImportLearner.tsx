import { useId, useState } from 'react';
import { learners as text } from './strings';
import { useLearners, useNotices } from '../context';

/** A learner from a file that was exported here or on another device. */
export function ImportLearner() {
  const load = useLearners((state) => state.import);
  const tellError = useNotices((notices) => notices.tellError);
  const [imported, setImported] = useState<string | null>(null);
  const id = useId();

  async function read(files: FileList | null): Promise<void> {
    const file = files?.[0];
    if (!file) return;
    try {
      const learner = await load(await file.text());
      setImported(learner?.name ?? null);
    } catch (error) {
      // It was moved or locked between being chosen and being read.
      tellError(error);
    }
  }

  return (
    <div className="import">
      <label htmlFor={id} className="button">
        {text.import}
      </label>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept="application/json,.json"
        onChange={(event) => {
          const input = event.currentTarget;
          // The same file may be chosen again afterwards.
          void read(input.files).finally(() => (input.value = ''));
        }}
      />
      <p role="status" className="hint">
        {imported !== null && text.imported(imported)}
      </p>
    </div>
  );
}
