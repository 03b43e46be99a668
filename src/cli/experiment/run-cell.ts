import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import { groupBy } from '../../common/group-by';
import { Random } from '../../common/random';
import type { CellIdentification, CellResult, SubjectResult } from '../../evaluation/cell';
import type { GroupFold } from '../../evaluation/group-folds';
import { identification } from '../../evaluation/identification';
import { projectStates, samplesToProject, type ScatterPoint } from '../../evaluation/projection';
import { disposeNetwork, uploadNetwork, predict, type Classifier } from '../../network/inference';
import { argMax, mean } from '../../common/statistics';
import type { Backbone, Weights } from '../../network/backbone';
import type { TrainingEvent } from '../../training/setup';
import { confusionMatrix } from '../../training/metrics';
import type { FaceSamples } from '../../network/face-samples';
import { trainNetwork } from '../../training/trainer';
import { cropSamples } from '../dataset/crops';
import type { Dataset } from '../dataset/extracted';
import type { Cell } from './cells';
import { rowsOfSubjects, type ExperimentPlan } from './plan';
import type { ExperimentSettings } from './settings';
import { trainedPart, type TrunkCache } from '../trunk-cache';

/** Steps between two validations when the best weights are to be kept. */
const VALIDATE_EVERY = 50;
/** Awake faces of each session that the identification test draws from. */
const FACES_PER_SESSION = 20;
const IDENTIFICATION_STREAM = 301;

/** What all cells of a run share. */
export interface Bench {
  readonly settings: ExperimentSettings;
  readonly dataset: Dataset;
  readonly plan: ExperimentPlan;
  readonly backbone: Backbone;
  /** The Identity Model, on the current backend. */
  readonly identity: Weights;
  /** null: everything is trained, so there is no trunk. */
  readonly trunk: TrunkCache | null;
}

/** What of the network a cell runs, and on what. */
interface View {
  readonly backbone: Backbone;
  readonly fromStage: string;
  /** The samples at these positions of the plan's rows. */
  readonly of: (rows: readonly number[]) => FaceSamples;
}

/** Mixed images go through the trunk; everything else reads its kept outputs. */
function viewOf({ backbone, settings, dataset, plan, trunk }: Bench, images: boolean): View {
  const { fromStage } = settings;
  const plain = (rows: readonly number[]): FaceSamples =>
    cropSamples(
      dataset,
      rows.map((row) => plan.rows[row]!),
      settings.cropSize,
    );
  if (!trunk) return { backbone, fromStage, of: plain };
  if (images) {
    const of = (rows: readonly number[]): FaceSamples => {
      const faces = plain(rows);
      return { ...faces, trunk: trunk.samples(faces.samples, rows).images };
    };
    return { backbone, fromStage, of };
  }
  return {
    backbone: trainedPart(backbone, fromStage),
    fromStage,
    of: (rows) => trunk.samples(plain(rows).samples, rows),
  };
}

const indicesOf = ({ samples }: FaceSamples): readonly number[] => samples.map((_, index) => index);

/** Trains the cell's network on its fold and measures it on the people it has not seen. */
export async function runCell(
  bench: Bench,
  { condition, fold: index }: Cell,
  { project, identify }: { readonly project: boolean; readonly identify: boolean },
  onEvent: (event: TrainingEvent) => void,
): Promise<CellResult> {
  const { settings, plan, identity } = bench;
  const { deviation, mixup } = condition;
  const fold = plan.groups.folds[index]!;
  const features = deviation ? 'V_state' : 'V_face';
  const training = viewOf(bench, mixup?.stage === 'images');
  const reading = viewOf(bench, false);
  const told = { originals: 0, mixed: 0, validation: 0, remarks: [] as readonly string[] };
  const result = await trainNetwork(
    {
      backbone: training.backbone,
      identity,
      fromStage: training.fromStage,
      classes: WAKEFULNESS_CLASSES,
      features,
      training: training.of(rowsOfSubjects(plan, fold.training)),
      validation: {
        data: training.of(rowsOfSubjects(plan, fold.validation)),
        every: settings.keep === 'best' ? VALIDATE_EVERY : Number.MAX_SAFE_INTEGER,
        patience: null,
        keep: settings.keep,
      },
      recipe: settings.recipe,
      mixup,
      seed: settings.seed,
    },
    {
      onEvent(event) {
        if (event.type === 'planned') {
          Object.assign(told, {
            originals: event.originals,
            mixed: event.mixed,
            remarks: mixupRemarks(event),
          });
        }
        if (event.type === 'validation' && (settings.keep === 'last' || event.best)) {
          told.validation = event.score;
        }
        onEvent(event);
      },
    },
  );
  if (result.outcome === 'cancelled') throw new Error('The training was cancelled.');
  const network = uploadNetwork({
    backbone: reading.backbone,
    identity,
    fromStage: settings.fromStage,
    features,
    weights: result.weights,
    temperature: 1,
  });
  try {
    return {
      condition: condition.id,
      fold: index,
      subjects: await testSubjects(network, reading, plan, fold),
      ...told,
      batches: result.batches,
      identification: identify ? await identifyPeople(network, reading, bench, fold) : null,
      projection: project ? await projectTraining(network, reading, bench, fold) : null,
    };
  } finally {
    disposeNetwork(network);
  }
}

function mixupRemarks({ mixup }: Extract<TrainingEvent, { type: 'planned' }>): string[] {
  return (mixup?.classPairs ?? []).flatMap(({ classes, requested, made }) => {
    const names = classes.map((label) => WAKEFULNESS_CLASSES[label]!).join('–');
    return made < requested ? [`Mixup ${names}: ${made} of ${requested} samples could be made.`] : [];
  });
}

async function testSubjects(
  network: Classifier,
  view: View,
  plan: ExperimentPlan,
  fold: GroupFold,
): Promise<readonly SubjectResult[]> {
  const results: SubjectResult[] = [];
  for (const subject of fold.test) {
    const faces = view.of(rowsOfSubjects(plan, [subject]));
    const { probabilities } = await predict(network, faces, indicesOf(faces));
    const truth = faces.samples.map(({ label }) => label);
    const matrix = confusionMatrix(truth, probabilities.map(argMax), WAKEFULNESS_CLASSES.length);
    results.push({ subject, matrix });
  }
  return results;
}

/** Table 8 with this cell's model; null when the data do not allow it. */
async function identifyPeople(
  network: Classifier,
  view: View,
  { plan, settings }: Bench,
  fold: GroupFold,
): Promise<CellIdentification | null> {
  const random = Random.seeded(settings.seed, IDENTIFICATION_STREAM);
  const awake = [...plan.rows.keys()].filter((row) => plan.rows[row]!.label === 'awake');
  const sessions = groupBy(awake, (row) => {
    const { subject, session } = plan.rows[row]!;
    return JSON.stringify([subject, session]);
  });
  const rows = [...sessions.values()].flatMap((own) => random.shuffled(own).slice(0, FACES_PER_SESSION));
  const faces = view.of(rows);
  const { vectors } = await predict(network, faces, indicesOf(faces));
  const samples = rows.map((row, i) => {
    const { subject, session } = plan.rows[row]!;
    return { subject, session, vector: vectors[i]! };
  });
  try {
    const { accuracy, bySubject, chance, trials } = identification(samples, settings.seed);
    const unseen = fold.test.flatMap((subject) => bySubject.get(subject) ?? []);
    return {
      accuracy,
      unseen: unseen.length > 0 ? mean(unseen) : null,
      people: [...bySubject].map(([subject, recognised]) => ({ subject, recognised })),
      chance,
      trials,
    };
  } catch (error) {
    if (error instanceof WakefulError && error.code === 'too-few-sessions') return null;
    throw error;
  }
}

async function projectTraining(
  network: Classifier,
  view: View,
  { plan, settings }: Bench,
  fold: GroupFold,
): Promise<readonly ScatterPoint[]> {
  const faces = view.of(rowsOfSubjects(plan, fold.training));
  const chosen = samplesToProject(faces.samples, settings.seed);
  const { vectors } = await predict(network, faces, chosen);
  return projectStates(
    chosen.map((index) => faces.samples[index]!),
    vectors,
    settings.seed,
  );
}
