import { App } from './App';
import type { AppServices } from './services';
import type { AppStores } from './app-stores';
import { AppProvider } from './context';
import { ErrorBoundary } from './shared/ui/ErrorBoundary';
import './shared/styles/index.css';

interface Props {
  readonly services: AppServices;
  readonly stores: AppStores;
}

/** The app on what it stands on. */
export function Root({ services, stores }: Props) {
  return (
    <ErrorBoundary>
      <AppProvider services={services} stores={stores}>
        <App />
      </AppProvider>
    </ErrorBoundary>
  );
}
