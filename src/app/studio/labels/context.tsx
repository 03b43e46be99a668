import { createContext, use, useMemo } from 'react';
import { useStore } from 'zustand';
import { UNSURE_BELOW } from '../../../footage/labels/suggest';
import type { LabelsState, LabelsStore } from './labels-store';

export const LabelsContext = createContext<LabelsStore | null>(null);

export function useLabelsStore(): LabelsStore {
  const store = use(LabelsContext);
  if (!store) throw new Error('A component of the labels stands outside of its page.');
  return store;
}

export const useLabels = <T,>(select: (state: LabelsState) => T): T => useStore(useLabelsStore(), select);

/** The second that is shown. */
export const useSecond = (): number => useLabels(({ time }) => Math.floor(time));

interface OpenSeconds {
  /** With a face. */
  readonly all: number;
  /** Of these, without a label. */
  readonly open: number;
  /** Without a label, with a suggestion; a guide may suggest one where no face was seen. */
  readonly suggested: number;
  /** Of these, with one that is sure. */
  readonly sure: number;
}

/** How far the labels are; counted anew when they change, and not for every frame that plays. */
export function useOpenSeconds(): OpenSeconds {
  const labels = useLabels(({ history }) => history.labels);
  const faces = useLabels((state) => state.faces);
  const suggestions = useLabels((state) => state.suggestions);
  return useMemo(() => {
    const count = { all: 0, open: 0, suggested: 0, sure: 0 };
    labels.forEach((label, second) => {
      if (faces[second]) count.all++;
      if (label !== null) return;
      if (faces[second]) count.open++;
      const suggestion = suggestions[second];
      if (!suggestion) return;
      count.suggested++;
      if (suggestion.confidence >= UNSURE_BELOW) count.sure++;
    });
    return count;
  }, [labels, faces, suggestions]);
}
