import { useId } from 'react';
import { footage as text } from '../strings';

export interface Rates {
  /** Per second of the video. */
  readonly framesPerSecond: number;
  readonly cropsPerSecond: number;
}

/** The paper filmed at 10 frames a second (4.1); two faces a second are as different as they get in one. */
export const DEFAULT_RATES: Rates = { framesPerSecond: 10, cropsPerSecond: 2 };

const FRAMES = [5, 10, 15] as const;
const CROPS = [1, 2, 5] as const;

interface Props {
  readonly rates: Rates;
  readonly onChange: (rates: Rates) => void;
}

/** How closely footage is looked at, and how much of it is kept. */
export function RateFields({ rates, onChange }: Props) {
  return (
    <div className="fields">
      <Rate
        label={text.framesPerSecond}
        hint={text.framesHint}
        options={FRAMES}
        value={rates.framesPerSecond}
        onChange={(framesPerSecond) => onChange({ ...rates, framesPerSecond })}
      />
      <Rate
        label={text.cropsPerSecond}
        hint={text.cropsHint}
        options={CROPS}
        value={rates.cropsPerSecond}
        onChange={(cropsPerSecond) => onChange({ ...rates, cropsPerSecond })}
      />
    </div>
  );
}

interface RateProps {
  readonly label: string;
  readonly hint: string;
  readonly options: readonly number[];
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Rate({ label, hint, options, value, onChange }: RateProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      >
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
