interface Props {
  readonly keys: readonly { readonly keys: string; readonly does: string }[];
}

/** What the keys do. */
export function KeyList({ keys }: Props) {
  return (
    <dl className="keys">
      {keys.map((each) => (
        <div key={each.keys}>
          <dt>{each.keys}</dt>
          <dd>{each.does}</dd>
        </div>
      ))}
    </dl>
  );
}
