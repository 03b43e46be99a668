import { useId } from 'react';
import type { Depth } from '../../../engine/studio-api';
import { train as text } from '../../strings/studio-training';

const DEPTHS: readonly Depth[] = ['head', 'last', 'deep', 'all'];

interface Props {
  readonly value: Depth;
  readonly onChange: (depth: Depth) => void;
}

/** How much of the network learns. What it takes of memory is in the plan. */
export function DepthChoice({ value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset className="picker depth">
      <legend>{text.depth}</legend>
      {DEPTHS.map((depth) => (
        <label key={depth} className="picker-option">
          <input type="radio" name={name} checked={depth === value} onChange={() => onChange(depth)} />
          <span className="picker-name">{text.depths[depth].name}</span>
          <span className="hint">{text.depths[depth].text}</span>
        </label>
      ))}
    </fieldset>
  );
}
