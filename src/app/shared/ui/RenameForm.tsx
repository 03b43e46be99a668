import { useId, useState } from 'react';
import { NAME_LIMIT } from '../../../profile';
import { common } from '../../messages/texts';
import { Button } from './Button';

interface Props {
  readonly name: string;
  readonly onRename: (name: string) => Promise<void>;
  readonly onDone: () => void;
}

/** Another name for a learner, a person or a model. */
export function RenameForm({ name, onRename, onDone }: Props) {
  const [value, setValue] = useState(name);
  const id = useId();
  return (
    <form
      className="rename"
      onSubmit={(event) => {
        event.preventDefault();
        void onRename(value.trim()).then(onDone);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <label htmlFor={id}>{common.newName}</label>
      <input
        id={id}
        type="text"
        autoFocus
        required
        maxLength={NAME_LIMIT}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary" disabled={value.trim() === ''}>
        {common.save}
      </Button>
      <Button onClick={onDone}>{common.cancel}</Button>
    </form>
  );
}
