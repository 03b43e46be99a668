import { embed as text } from './strings';

/** The way out of a frame that does not work, or is too small. */
export function OpenInTab() {
  return (
    <a className="button" href="./index.html" target="_blank" rel="noopener">
      {text.openInTab}
    </a>
  );
}
