import { percent } from '../format';
import { common } from '../strings';
import { Button } from './Button';

interface Props {
  readonly label: string;
  readonly fraction: number;
  readonly onCancel: () => void;
}

/** A file that is written or read, how far it is, and a way to stop that. */
export function Transfer({ label, fraction, onCancel }: Props) {
  return (
    <div className="transfer">
      <progress aria-label={label} value={fraction} />
      <p className="hint">
        {label} {percent(fraction)}
      </p>
      <Button onClick={onCancel}>{common.cancel}</Button>
    </div>
  );
}
