import { common, pages, themes } from '../strings';
import { hrefOf, type Route } from '../routes';
import { useSettings } from '../../context';
import { useIsDark } from './theme';

const LINKS = ['monitor', 'history', 'learners', 'studio', 'settings', 'about'] as const;

/** Name, pages, and the colours. */
export function Header({ route }: { readonly route: Route }) {
  const current = route.page === 'session' ? 'history' : route.page;
  return (
    <header className="top">
      <a className="wordmark" href={hrefOf({ page: 'monitor' })}>
        <Mark />
        {common.name}
      </a>
      <nav aria-label={common.navigation}>
        <ul>
          {LINKS.map((page) => (
            <li key={page}>
              <a
                href={hrefOf(page === 'studio' ? { page, view: { name: 'footage' } } : { page })}
                aria-current={page === current ? 'page' : undefined}
              >
                {pages[page]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ThemeButton />
    </header>
  );
}

/** The disc behind its lid. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="10" className="mark-ring" />
      <path d="M2.6 9.5h18.8A10 10 0 1 1 2.6 9.5z" className="mark-disc" />
    </svg>
  );
}

function ThemeButton() {
  const isDark = useIsDark();
  const change = useSettings((state) => state.change);
  const other = isDark ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={themes.switchTo[other]}
      title={themes.switchTo[other]}
      onClick={() => change({ theme: other })}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" />
      </svg>
    </button>
  );
}
