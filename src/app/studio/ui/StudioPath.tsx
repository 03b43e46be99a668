import { percent } from '../../format';
import { hrefOf, type StudioView } from '../../routes';
import { studio as text } from '../../strings/studio';
import { useFootage, useModels, useTraining } from '../context';
import { labelledSeconds, needsLabels } from '../footage/recordings';

interface Step {
  readonly name: keyof typeof text.steps;
  readonly detail: string;
  readonly isDone: boolean;
  /** null: nothing to go to yet. */
  readonly view: StudioView | null;
}

/** The four steps from footage to an adopted model, each with where it stands; and the models. */
export function StudioPath({ view }: { readonly view: StudioView }) {
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
  const job = useFootage((state) => state.jobs.find(({ status }) => status === 'running'));
  const models = useModels((state) => state.models) ?? [];
  const { phase, progress, unfinished } = useTrainingState();
  const labelled = recordings.filter((recording) => !needsLabels(recording));
  const toLabel = recordings.find(needsLabels) ?? recordings[0];
  const hasLabels = recordings.some((recording) => labelledSeconds(recording) > 0);
  const share = progress.steps === 0 ? 0 : progress.step / progress.steps;
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
      detail:
        phase !== 'idle'
          ? text.trainRunning(percent(share))
          : unfinished
            ? text.trainUnfinished
            : hasLabels
              ? text.trainNow
              : text.trainReady,
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

function useTrainingState() {
  return {
    phase: useTraining((state) => state.phase),
    progress: useTraining((state) => state.progress),
    unfinished: useTraining((state) => state.unfinished),
  };
}
