import { useEffect, useRef } from 'react';
import { AboutPage } from './about/AboutPage';
import { HistoryPage } from './history/HistoryPage';
import { SessionPage } from './history/SessionPage';
import { LearnersPage } from './learners/LearnersPage';
import { AlertPanel } from './monitor/AlertPanel';
import { MonitorPage } from './monitor/MonitorPage';
import { PopOutProvider } from './monitor/PopOut';
import { StateStatus } from './monitor/StateStatus';
import { UpdateNotice } from './offline/UpdateNotice';
import { hrefOf, useRoute, type Route } from './shared/routes';
import { SettingsPage } from './settings/SettingsPage';
import { useMonitor, useSettings } from './context';
import { isRunning } from './monitor/monitor-events';
import { common, pages } from './shared/strings';
import { StudioGate } from './studio/StudioGate';
import { Header } from './shared/ui/Header';
import { Notices } from './shared/problems/Notices';
import { useTheme } from './shared/ui/theme';

/** The whole page: header, what is wrong, the chosen page, and alerts over everything. */
export function App() {
  const route = useRoute();
  const running = useMonitor(isRunning);
  const mood = useMonitor(({ state, phase }) => (phase === 'monitoring' ? state.state : null));
  const isCovered = useMonitor(({ alert }) => alert?.level === 'strong');
  const isVisual = useSettings(({ settings }) => settings.channels.visual);
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
        <Notices />
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
