import { labels as text } from './strings';

/** All keys of this page. */
export function LabelKeys() {
  return (
    <details className="label-keys">
      <summary>{text.keysTitle}</summary>
      <dl className="keys">
        {text.keys.map(({ keys, does }) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
