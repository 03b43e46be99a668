interface Props {
  readonly label: string;
  /** Fraction; null where it is not known. */
  readonly value: number | null;
  readonly text: string;
  /** Fraction at the end of the bar. */
  readonly most?: number;
  /** Fraction up to which it is normal; marked on the bar. */
  readonly normal?: number;
}

/** A fraction as a number and a bar. */
export function Meter({ label, value, text, most = 1, normal = 0 }: Props) {
  return (
    <div className="meter">
      <span className="meter-label">{label}</span>
      <span className="meter-value">{text}</span>
      <span className="meter-track" aria-hidden="true">
        {normal > 0 && <span className="meter-normal" style={{ width: `${(100 * normal) / most}%` }} />}
        <span className="meter-bar" style={{ transform: `scaleX(${Math.min(1, (value ?? 0) / most)})` }} />
      </span>
    </div>
  );
}
