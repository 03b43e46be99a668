import { useEffect, useSyncExternalStore } from 'react';
import { useSettings } from '../../context';

const DARK = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

type Theme = 'system' | 'light' | 'dark';

/** Where the learner leaves it to the system: a course page may have colours of its own. */
let preset: Theme = 'system';

/** Puts colours on the page: the styles read `data-theme`. */
function show(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

/** Before anything is shown. */
export function presetTheme(theme: Theme): void {
  preset = theme;
  show(theme);
}

function useChosenTheme(): Theme {
  const theme = useSettings(({ settings }) => settings.theme);
  return theme === 'system' ? preset : theme;
}

/** Whether dark colours are shown now. */
export function useIsDark(): boolean {
  const theme = useChosenTheme();
  const systemIsDark = useSyncExternalStore(subscribe, () => matchMedia(DARK).matches);
  return theme === 'system' ? systemIsDark : theme === 'dark';
}

/** Puts the chosen colours on the page. */
export function useTheme(): void {
  const theme = useChosenTheme();
  useEffect(() => show(theme), [theme]);
}
