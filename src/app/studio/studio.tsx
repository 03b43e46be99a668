// Before the pages: their own styles build on it.
import { studio as text } from '../messages/texts';
import './studio.css';
import { openCamera } from '../../engine/page/camera';
import { turnedStream } from '../../engine/page/turned-stream';
import type { BackendName } from '../../engine/protocol';
import { createStudioEngine } from '../../engine/studio';
import type { RecordingSummary } from '../../footage/footage-library';
import { openFootageLibrary } from '../../footage/library/library';
import type { ProfileStorage } from '../../profile';
import type { OpenedStudio } from '../services';
import { percent } from '../shared/format';
import { hrefOf, type StudioView } from '../shared/routes';
import {
  StudioProvider,
  useFootage,
  useModels,
  useTraining,
  type ChosenCamera,
  type StudioCamera,
  type StudioServices,
  type StudioValue,
} from './context';
import { createFootageStore, runningJob } from './footage/footage-store';
import { FootagePage } from './footage/FootagePage';
import { LabelsPage } from './labels/LabelsPage';
import { createModelsStore } from './models/models-store';
import { ModelsPage } from './models/ModelsPage';
import { labelledCount, lackingStates, needsLabels } from './recordings';
import { createTrainAtOnce, createTrainingStore } from './train/training-store';
import { TrainPage } from './train/TrainPage';
import { VerdictPage } from './verdict/VerdictPage';

/** The studio on what it stands on. Its work goes on while other pages are shown. */
export function createStudio(parts: StudioServices): OpenedStudio {
  const footage = createFootageStore(parts.studio, parts.footage);
  const models = createModelsStore(parts.studio, parts.checkpoints);
  const training = createTrainingStore(parts.studio, () => models.getState().refresh());
  const value: StudioValue = {
    parts,
    footage,
    models,
    training,
    trainAtOnce: createTrainAtOnce(parts.studio, footage, training),
  };
  async function refresh(): Promise<void> {
    await Promise.all([footage, models, training].map((store) => store.getState().refresh()));
  }
  void refresh();
  return {
    refresh,
    isBusy() {
      const { jobs, transfer } = footage.getState();
      const isExtracting = runningJob(jobs) !== undefined;
      return isExtracting || transfer !== null || training.getState().phase !== 'idle';
    },
    end() {
      for (const { key } of footage.getState().jobs) footage.getState().stop(key);
      training.getState().end();
      parts.studio.dispose();
    },
    View: ({ view }) => (
      <StudioProvider value={value}>
        <div className="studio">
          <StudioPath view={view} />
          <Page view={view} />
        </div>
      </StudioProvider>
    ),
  };
}

/**
 * The studio on this device's own workers, footage and models. Workers start when they are first
 * needed.
 */
export function deviceServices(storage: ProfileStorage, backend: BackendName | null): StudioServices {
  return {
    studio: createStudioEngine(backend),
    footage: openFootageLibrary(storage.database ? { database: storage.database } : {}),
    checkpoints: storage.checkpoints,
    openCamera: openTurnedCamera,
  };
}

async function openTurnedCamera(
  { camera: wish, cameraTurns }: ChosenCamera,
  onEnded: () => void,
): Promise<StudioCamera> {
  const opened = await openCamera(wish, { onEnded, onMuted: () => undefined });
  const close = (): void => opened.close();
  const { deviceId = '' } = opened.track.getSettings();
  try {
    return { stream: await turnedStream(opened.stream, cameraTurns[deviceId] ?? 0), close };
  } catch (error) {
    close();
    throw error;
  }
}

function Page({ view }: { readonly view: StudioView }) {
  switch (view.name) {
    case 'footage':
      return <FootagePage adds={view.adds ?? false} />;
    case 'labels':
      return <LabelsPage key={`${view.id} ${view.second ?? 0}`} id={view.id} second={view.second ?? 0} />;
    case 'train':
      return <TrainPage />;
    case 'models':
      return <ModelsPage />;
    case 'verdict':
      return <VerdictPage key={view.id} id={view.id} />;
  }
}

interface Step {
  readonly name: keyof typeof text.steps;
  readonly detail: string;
  readonly isDone: boolean;
  /** null: nothing to go to yet. */
  readonly view: StudioView | null;
}

/** The four steps from footage to an adopted model, each with where it stands; and the models. */
function StudioPath({ view }: { readonly view: StudioView }) {
  const steps = useSteps();
  return (
    <nav className="path" aria-label={text.path}>
      <ol>
        {steps.map(({ name, detail, isDone, view: target }) => (
          <li key={name} data-done={isDone}>
            <StepLink target={target} isCurrent={view.name === name}>
              <span className="path-name">{text.steps[name]}</span>
              <span className="path-detail">{detail}</span>
            </StepLink>
          </li>
        ))}
      </ol>
      <a
        className="path-models"
        href={hrefOf({ page: 'studio', view: { name: 'models' } })}
        aria-current={view.name === 'models' ? 'page' : undefined}
      >
        {text.models}
      </a>
    </nav>
  );
}

interface LinkProps {
  readonly target: StudioView | null;
  readonly isCurrent: boolean;
  readonly children: React.ReactNode;
}

function StepLink({ target, isCurrent, children }: LinkProps) {
  if (!target && !isCurrent) return <span className="path-step">{children}</span>;
  return (
    <a
      className="path-step"
      href={target ? hrefOf({ page: 'studio', view: target }) : undefined}
      aria-current={isCurrent ? 'step' : undefined}
    >
      {children}
    </a>
  );
}

function useSteps(): readonly Step[] {
  const recordings = useFootage((state) => state.recordings) ?? [];
  const job = useFootage((state) => runningJob(state.jobs));
  const models = useModels((state) => state.models) ?? [];
  const training = useTrainingDetail(recordings);
  const labelled = recordings.filter((recording) => !needsLabels(recording));
  const toLabel = recordings.find(needsLabels) ?? recordings[0];
  const newest = models.find(({ heldOut }) => heldOut !== null);
  return [
    {
      name: 'footage',
      detail: job ? text.extracting(percent(job.progress?.share ?? 0)) : text.footageCount(recordings.length),
      isDone: recordings.length > 0,
      view: { name: 'footage' },
    },
    {
      name: 'labels',
      detail: text.labelCount(labelled.length, recordings.length),
      isDone: recordings.length > 0 && labelled.length === recordings.length,
      view: toLabel ? { name: 'labels', id: toLabel.id } : null,
    },
    {
      name: 'train',
      detail: training,
      isDone: newest !== undefined,
      view: { name: 'train' },
    },
    {
      name: 'verdict',
      detail: text.modelCount(models.length),
      isDone: useModels((state) => state.adopted) !== null,
      view: newest ? { name: 'verdict', id: newest.id } : null,
    },
  ];
}

/** What the training does, or what it waits for. */
function useTrainingDetail(recordings: readonly RecordingSummary[]): string {
  const phase = useTraining((state) => state.phase);
  const { stage, step, steps } = useTraining((state) => state.progress);
  const unfinished = useTraining((state) => state.unfinished);
  const isMissing = useTraining(({ plan }) => plan !== null && plan.missing.length > 0);
  const done = percent(steps === 0 ? 0 : step / steps);
  const { trainStages } = text;
  if (phase === 'paused') return trainStages.paused(done);
  if (phase === 'stopping') return trainStages.stopping;
  if (phase === 'running') return stage === 'training' ? trainStages.training(done) : trainStages[stage];
  if (unfinished) return text.trainUnfinished;
  if (!recordings.some((recording) => labelledCount(recording) > 0)) return text.trainReady;
  const [lacking] = lackingStates(recordings);
  if (lacking) return text.trainLacks(lacking.label);
  return isMissing ? text.trainMissing : text.trainNow;
}
