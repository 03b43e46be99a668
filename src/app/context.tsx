import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { AppServices } from './services';
import type { AppStores } from './app-stores';
import type { HistoryState } from './history/history-store';
import type { LearnersState } from './learners/learners-store';
import type { MonitorState } from './monitor/monitor-store';
import type { OfflineState } from './offline/offline-store';
import type { NoticesState } from './shared/problems/notices-store';
import type { SettingsState } from './settings/settings-store';

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

export const useMonitor = <T,>(select: (state: MonitorState) => T): T =>
  useStore(useApp().stores.monitor, select);
export const useLearners = <T,>(select: (state: LearnersState) => T): T =>
  useStore(useApp().stores.learners, select);
export const useHistory = <T,>(select: (state: HistoryState) => T): T =>
  useStore(useApp().stores.history, select);
export const useSettings = <T,>(select: (state: SettingsState) => T): T =>
  useStore(useApp().stores.settings, select);
export const useNotices = <T,>(select: (state: NoticesState) => T): T =>
  useStore(useApp().stores.notices, select);
export const useOffline = <T,>(select: (state: OfflineState) => T): T =>
  useStore(useApp().stores.offline, select);
