import { useEffect, useSyncExternalStore } from 'react';
import { useSettings } from '../../context';

const DARK = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether dark colours are shown now. */
export function useIsDark(): boolean {
  const theme = useSettings(({ settings }) => settings.theme);
  const systemIsDark = useSyncExternalStore(subscribe, () => matchMedia(DARK).matches);
  return theme === 'system' ? systemIsDark : theme === 'dark';
}

/** Puts the chosen colours on the page: the styles read `data-theme`. */
export function useTheme(): void {
  const theme = useSettings(({ settings }) => settings.theme);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }, [theme]);
}
