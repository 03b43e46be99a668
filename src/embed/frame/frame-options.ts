/**
 * What the course page asks for in the frame's address; a value that is not known is left out. The
 * language, `lang`, is read with the texts.
 */
export interface FrameOptions {
  readonly theme: 'system' | 'light' | 'dark';
  /** null: as the frame's size wants it. */
  readonly compact: boolean | null;
  /** An LTI platform shows it, which wants to be told how high it would be. */
  readonly lti: boolean;
}

/** @param search of the frame's location */
export function frameOptionsOf(search: string): FrameOptions {
  const wanted = new URLSearchParams(search);
  const theme = wanted.get('theme');
  const compact = wanted.get('compact');
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    compact: compact === 'true' ? true : compact === 'false' ? false : null,
    lti: wanted.get('lti') === 'true',
  };
}
