import { useId } from 'react';
import type { Depth } from '../../../engine/studio-api';
import { diskSpace } from '../../shared/format';
import { train as text } from './strings';
import { useTraining } from '../context';

const DEPTHS: readonly Depth[] = ['head', 'last', 'deep', 'all'];

interface Props {
  readonly value: Depth;
  readonly onChange: (depth: Depth) => void;
}

/** How much of the network learns, and what that takes of memory. */
export function DepthChoice({ value, onChange }: Props) {
  const name = useId();
  const memory = useTraining((state) => state.plan?.memory);
  return (
    <fieldset className="picker depth">
      <legend>{text.depth}</legend>
      {DEPTHS.map((depth) => (
        <label key={depth} className="picker-option">
          <input type="radio" name={name} checked={depth === value} onChange={() => onChange(depth)} />
          <span className="picker-name">{text.depths[depth].name}</span>
          <span className="hint">
            {text.depths[depth].text} {memory && text.memory(diskSpace(memory[depth]))}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
