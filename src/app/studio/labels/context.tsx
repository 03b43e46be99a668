import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { LabelsState, LabelsStore } from '../../stores/studio-labels-store';

export const LabelsContext = createContext<LabelsStore | null>(null);

export function useLabelsStore(): LabelsStore {
  const store = use(LabelsContext);
  if (!store) throw new Error('A component of the labels stands outside of its page.');
  return store;
}

export const useLabels = <T,>(select: (state: LabelsState) => T): T => useStore(useLabelsStore(), select);

/** The second that is shown. */
export const useSecond = (): number => useLabels(({ time }) => Math.floor(time));
