interface Props {
  readonly label: string;
  readonly hint?: string;
  /** 0..1; null where it is not known. */
  readonly value: number | null;
  readonly text: string;
}

/** A fraction as a number and a bar. */
export function Meter({ label, hint, value, text }: Props) {
  return (
    <div className="meter" title={hint}>
      <span className="meter-label">{label}</span>
      <span className="meter-value">{text}</span>
      <span className="meter-track" aria-hidden="true">
        <span style={{ transform: `scaleX(${value ?? 0})` }} />
      </span>
    </div>
  );
}
