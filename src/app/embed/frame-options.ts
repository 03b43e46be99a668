/** What the course page asks for in the frame's address; a value that is not known is left out. */
export interface FrameOptions {
  readonly theme: 'system' | 'light' | 'dark';
  readonly lang: Language;
  /** null: as the frame's size wants it. */
  readonly compact: boolean | null;
  /** An LTI platform shows it, which wants to be told how high it would be. */
  readonly lti: boolean;
}

/** Languages of the frame's texts; the first is the one that others fall back to. */
const LANGUAGES = ['en'] as const;
type Language = (typeof LANGUAGES)[number];

/** @param search of the frame's location */
export function frameOptionsOf(search: string): FrameOptions {
  const wanted = new URLSearchParams(search);
  const theme = wanted.get('theme');
  const compact = wanted.get('compact');
  const [language] = wanted.get('lang')?.toLowerCase().split('-') ?? [];
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    lang: LANGUAGES.find((known) => known === language) ?? LANGUAGES[0],
    compact: compact === 'true' ? true : compact === 'false' ? false : null,
    lti: wanted.get('lti') === 'true',
  };
}
