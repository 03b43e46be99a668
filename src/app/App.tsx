import { useEffect, useRef } from 'react';
import { AboutPage } from './about/AboutPage';
import type { AppStores } from './app-stores';
import { AppProvider, useMonitor, useNotices, useSettings } from './context';
import { HistoryPage } from './history/HistoryPage';
import { SessionPage } from './history/SessionPage';
import { LearnersPage } from './learners/LearnersPage';
import { common, pages, themes } from './messages/texts';
import { AlertPanel } from './monitor/AlertPanel';
import { isRunning } from './monitor/phase';
import { MonitorPage } from './monitor/MonitorPage';
import { PopOutProvider } from './monitor/PopOut';
import { StateStatus } from './monitor/StateStatus';
import { UpdateNotice } from './offline/Offline';
import type { AppServices } from './services';
import { SettingsPage } from './settings/SettingsPage';
import { ErrorBoundary, ProblemList } from './shared/problems/Problems';
import { hrefOf, useRoute, type Route } from './shared/routes';
import { useIsDark, useTheme } from './shared/ui/theme';
import { StudioGate } from './studio/StudioGate';
import './app.css';

interface RootProps {
  readonly services: AppServices;
  readonly stores: AppStores;
}

/** The app on what it stands on. */
export function Root({ services, stores }: RootProps) {
  return (
    <ErrorBoundary>
      <AppProvider services={services} stores={stores}>
        <App />
      </AppProvider>
    </ErrorBoundary>
  );
}

/** The whole page: header, what is wrong, the chosen page, and alerts over everything. */
function App() {
  const route = useRoute();
  const running = useMonitor(isRunning);
  const mood = useMonitor(({ state, phase }) => (phase === 'monitoring' ? state.state : null));
  const isCovered = useMonitor(({ alert }) => alert?.level === 'strong');
  const isVisual = useSettings(({ settings }) => settings.channels.visual);
  const { notices, dismiss } = useNotices((state) => state);
  useTheme();
  useTitle(route, running);
  const main = useFocusOnNewPage(route);

  return (
    <PopOutProvider>
      <AlertPanel />
      <div
        className="shell"
        data-mood={route.page === 'monitor' ? mood : undefined}
        inert={isCovered && isVisual}
      >
        <a
          className="skip"
          href="#content"
          onClick={(event) => {
            // The hash names pages; the skip link must not change it.
            event.preventDefault();
            main.current?.focus();
          }}
        >
          {common.skip}
        </a>
        <Header route={route} />
        {running && route.page !== 'monitor' && <RunningBar />}
        <UpdateNotice />
        <ProblemList problems={notices} dismiss={dismiss} />
        <main id="content" ref={main} tabIndex={-1}>
          <Page route={route} />
        </main>
      </div>
    </PopOutProvider>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'monitor':
      return <MonitorPage />;
    case 'history':
      return <HistoryPage />;
    case 'session':
      return <SessionPage key={route.id} id={route.id} />;
    case 'learners':
      return <LearnersPage />;
    case 'studio':
      return <StudioGate view={route.view} />;
    case 'settings':
      return <SettingsPage />;
    case 'about':
      return <AboutPage />;
  }
}

/** Monitoring goes on while another page is shown. */
function RunningBar() {
  return (
    <aside className="running-bar" aria-label={pages.monitor}>
      <StateStatus size="small" />
      <a href={hrefOf({ page: 'monitor' })}>{common.backToMonitor}</a>
    </aside>
  );
}

/** While monitoring the title says the state (see alert-outputs.ts); else it names the page. */
function useTitle(route: Route, running: boolean): void {
  useEffect(() => {
    if (!running) document.title = common.title(pages[route.page]);
  }, [route.page, running]);
}

/** A new page is read from its beginning: it gets the focus and the window scrolls up. */
function useFocusOnNewPage(route: Route) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(hrefOf(route));
  useEffect(() => {
    const href = hrefOf(route);
    if (shown.current === href) return;
    shown.current = href;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [route]);
  return main;
}

const LINKS = ['monitor', 'history', 'learners', 'studio', 'settings', 'about'] as const;

/** Name, pages, and the colours. */
function Header({ route }: { readonly route: Route }) {
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
