import { createContext, use, useMemo } from 'react';
import { useStore } from 'zustand';
import type { LabelsState, LabelsStore } from './labels-store';
import { openSeconds, type OpenSeconds } from './open-seconds';

export const LabelsContext = createContext<LabelsStore | null>(null);

export function useLabelsStore(): LabelsStore {
  const store = use(LabelsContext);
  if (!store) throw new Error('A component of the labels stands outside of its page.');
  return store;
}

export const useLabels = <T,>(select: (state: LabelsState) => T): T => useStore(useLabelsStore(), select);

/** How far the labels are; counted anew when they change, and not for every frame that plays. */
export function useOpenSeconds(): OpenSeconds {
  const labels = useLabels(({ history }) => history.labels);
  const faces = useLabels((state) => state.faces);
  const suggestions = useLabels((state) => state.suggestions);
  return useMemo(() => openSeconds({ labels, faces, suggestions }), [labels, faces, suggestions]);
}

/** The second that is shown. */
export const useSecond = (): number => useLabels(({ time }) => Math.floor(time));
