import { createContext, use, type ReactNode } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { AppStores } from './app-stores';
import type { AppServices } from './services';

interface AppValue {
  readonly services: AppServices;
  readonly stores: AppStores;
}

const AppContext = createContext<AppValue | null>(null);

export function AppProvider({ services, stores, children }: AppValue & { readonly children: ReactNode }) {
  return <AppContext value={{ services, stores }}>{children}</AppContext>;
}

function useApp(): AppValue {
  const value = use(AppContext);
  if (!value) throw new Error('A component of the app stands outside of its provider.');
  return value;
}

export const useServices = (): AppServices => useApp().services;
export const useStores = (): AppStores => useApp().stores;

/** A hook that reads from one of the stores. */
function hookOf<State>(storeOf: (stores: AppStores) => StoreApi<State>) {
  return function useSelected<T>(select: (state: State) => T): T {
    return useStore(storeOf(useStores()), select);
  };
}

export const useMonitor = hookOf(({ monitor }) => monitor);
export const useLearners = hookOf(({ learners }) => learners);
export const useHistory = hookOf(({ history }) => history);
export const useBackup = hookOf(({ backup }) => backup);
export const useUnsaved = hookOf(({ unsaved }) => unsaved);
export const useSettings = hookOf(({ settings }) => settings);
export const useNotices = hookOf(({ notices }) => notices);
export const useOffline = hookOf(({ offline }) => offline);
