import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ExtractRequest } from '../../engine/studio-api';
import type { createFootageStore } from './footage/footage-store';
import type { createModelsStore } from './models/models-store';
import type { StudioServices } from './services';
import type { createTrainingStore } from './train/training-store';

/** What the studio's pages know, on what they stand on. */
export interface StudioValue {
  readonly parts: StudioServices;
  readonly footage: ReturnType<typeof createFootageStore>;
  readonly training: ReturnType<typeof createTrainingStore>;
  readonly models: ReturnType<typeof createModelsStore>;
  /** Reads footage that has its labels already, and trains on it: the way without questions. */
  readonly trainAtOnce: (request: ExtractRequest, name: string) => Promise<void>;
}

type StateOf<Name extends 'footage' | 'training' | 'models'> = ReturnType<StudioValue[Name]['getState']>;

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
export const useFootageStore = (): StudioValue['footage'] => useStudio().footage;
export const useTrainingStore = (): StudioValue['training'] => useStudio().training;
export const useTrainAtOnce = (): StudioValue['trainAtOnce'] => useStudio().trainAtOnce;
export const useModelsStore = (): StudioValue['models'] => useStudio().models;

export const useFootage = <T,>(select: (state: StateOf<'footage'>) => T): T =>
  useStore(useStudio().footage, select);
export const useTraining = <T,>(select: (state: StateOf<'training'>) => T): T =>
  useStore(useStudio().training, select);
export const useModels = <T,>(select: (state: StateOf<'models'>) => T): T =>
  useStore(useStudio().models, select);
