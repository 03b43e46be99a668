import type { OpenedStudio } from '../services';
import type { StudioView } from '../shared/routes';
import { StudioProvider, type StudioValue } from './context';
import { createFootageStore, runningJob } from './footage/footage-store';
import { FootagePage } from './footage/FootagePage';
import { LabelsPage } from './labels/LabelsPage';
import { createModelsStore } from './models/models-store';
import { ModelsPage } from './models/ModelsPage';
import type { StudioServices } from './services';
import './studio.css';
import { StudioPath } from './StudioPath';
import { createTrainingStore } from './train/training-store';
import { TrainPage } from './train/TrainPage';
import { VerdictPage } from './verdict/VerdictPage';

// Before the pages, whose own styles build on it.

/** The studio on what it stands on. Its work goes on while other pages are shown. */
export function createStudio(parts: StudioServices): OpenedStudio {
  const footage = createFootageStore(parts.studio, parts.footage);
  const models = createModelsStore(parts.studio, parts.checkpoints);
  const training = createTrainingStore(parts.studio, () => models.getState().refresh());
  const value: StudioValue = { parts, footage, models, training };
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
