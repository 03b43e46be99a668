import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ExtractRequest, Studio } from '../../engine/studio-api';
import type { FootageLibrary } from '../../footage/footage-library';
import type { Settings } from '../../profile';
import type { CheckpointLibrary } from '../../profile/checkpoints/stored-checkpoint';
import type { createFootageStore } from './footage/footage-store';
import type { createModelsStore } from './models/models-store';
import type { createTrainingStore } from './train/training-store';

/** What the studio stands on, beside the monitor's engine. */
export interface StudioServices {
  readonly studio: Studio;
  readonly footage: FootageLibrary;
  readonly checkpoints: CheckpointLibrary;
  /**
   * For a recording, its picture turned as the monitor has learned or was told. Rejects with a
   * WakefulError. `onEnded`: it was unplugged or taken away.
   */
  readonly openCamera: (settings: ChosenCamera, onEnded: () => void) => Promise<StudioCamera>;
}

export type ChosenCamera = Pick<Settings, 'camera' | 'cameraTurns'>;

export interface StudioCamera {
  readonly stream: MediaStream;
  readonly close: () => void;
}

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
