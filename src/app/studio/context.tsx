import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StudioServices } from './services';
import type { FootageState, FootageStore } from './footage/footage-store';
import type { ModelsState, ModelsStore } from './models/models-store';
import type { TrainingState, TrainingStore } from './train/training-store';

/** What the studio's pages know, on what they stand on. */
export interface StudioValue {
  readonly parts: StudioServices;
  readonly footage: FootageStore;
  readonly training: TrainingStore;
  readonly models: ModelsStore;
}

const StudioContext = createContext<StudioValue | null>(null);

export function StudioProvider({
  value,
  children,
}: {
  readonly value: StudioValue;
  readonly children: ReactNode;
}) {
  return <StudioContext value={value}>{children}</StudioContext>;
}

function useStudio(): StudioValue {
  const value = use(StudioContext);
  if (!value) throw new Error('A component of the studio stands outside of its provider.');
  return value;
}

export const useStudioServices = (): StudioServices => useStudio().parts;
export const useFootageStore = (): FootageStore => useStudio().footage;

export const useFootage = <T,>(select: (state: FootageState) => T): T =>
  useStore(useStudio().footage, select);
export const useTraining = <T,>(select: (state: TrainingState) => T): T =>
  useStore(useStudio().training, select);
export const useModels = <T,>(select: (state: ModelsState) => T): T => useStore(useStudio().models, select);
