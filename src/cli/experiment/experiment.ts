import { join } from 'node:path';
import { dispose } from '@tensorflow/tfjs-core';
import { version } from 'node:process';
import type { CellResult } from '../../evaluation/cell';
import type { PaperTable } from '../../evaluation/conditions';
import { BEST_MIXUP, conditionsOf, WITH_DEVIATION, WITHOUT_DEVIATION } from '../../evaluation/conditions';
import { experimentReport } from '../../evaluation/experiment-report';
import { stagesOf, weightSpecs } from '../../network/backbone';
import { toTensors } from '../../network/weights';
import type { TrainingEvent } from '../../training/setup';
import { loadBackbone, type LoadedBackbone } from '../backbone-files';
import { REPORT_FILE, writeFileAtomic } from '../files';
import { cropSamples } from '../dataset/crops';
import { readDataset, type Dataset } from '../dataset/extracted';
import { useNodeBackend, type NodeBackend } from '../node-backend';
import { cellFolder, cellName, cellsOf, cellsOfShard, type Cell, type Shard } from './cells';
import { drawFigures } from './figures';
import { groupCounts, planExperiment, type ExperimentPlan } from './plan';
import { runCell, type Bench } from './run-cell';
import { departures, lengthOf, settingsFingerprint, type ExperimentSettings } from './settings';
import { hasTrunk, TrunkCache } from '../trunk-cache';

export interface ExperimentOptions extends Pick<ExperimentSettings, 'seed' | 'backbone' | 'recipe' | 'keep'> {
  readonly data: string;
  readonly out: string;
  readonly tables: readonly PaperTable[];
  /** Only the first so many folds; null: all. */
  readonly folds: number | null;
  readonly backend: NodeBackend;
  /** Side that crops are scaled to, pixels; null: as they were extracted. */
  readonly inputSize: number | null;
  /** null: the backbone's usual one. */
  readonly fromStage: string | null;
  readonly shard: Shard;
  /** No cell is begun after so many minutes; null: all are made. */
  readonly minutes: number | null;
  /** Where trunk outputs are kept; a folder of this machine. */
  readonly cache: string;
}

export interface ExperimentListener {
  readonly onTrunk: (done: number, total: number) => void;
  /** @param found cells of this shard that were there */
  readonly onCell: (cell: Cell, number: number, total: number, found: number) => void;
  readonly onTraining: (event: TrainingEvent) => void;
}

export interface ExperimentSummary {
  /** Cells that this run made, and those of its shard that were there. */
  readonly made: number;
  readonly found: number;
  /** Cells that are still missing: those of other shards, or for want of time. */
  readonly missing: number;
}

/**
 * Makes the missing cells of this shard, and writes the report from all cells that there are.
 * @throws DatasetError, WakefulError `too-few-subjects`, `stage-unknown`, `experiment-mismatch`,
 *   `backend-unavailable`
 */
export async function runExperiment(
  options: ExperimentOptions,
  listener: ExperimentListener,
): Promise<ExperimentSummary> {
  const dataset = readDataset(options.data);
  const plan = planExperiment(dataset, options.seed);
  const loaded = await loadBackbone(options.backbone);
  const fromStage = options.fromStage ?? loaded.backbone.trainFrom;
  stagesOf(loaded.backbone, { from: fromStage });
  const settings: ExperimentSettings = {
    dataset: dataset.digest,
    backbone: loaded.backbone.id,
    backboneSha256: loaded.digest,
    fromStage,
    cropSize: options.inputSize ?? dataset.manifest.cropSize,
    seed: options.seed,
    recipe: options.recipe,
    keep: options.keep,
  };
  const folder = cellFolder(options.out, settingsFingerprint(settings));
  const folds = Math.min(options.folds ?? Infinity, plan.groups.folds.length);
  const cells = cellsOf(conditionsOf(options.tables), folds);
  const own = cellsOfShard(cells, options.shard);
  const todo = own.filter((cell) => folder.read(cellName(cell)) === null);
  writeFileAtomic(join(options.out, 'experiment.json'), `${JSON.stringify(settings, null, 2)}\n`);
  const stopAt = performance.now() + 60_000 * (options.minutes ?? Infinity);
  let made = 0;
  let found = own.length - todo.length;
  if (todo.length > 0) {
    await useNodeBackend(options.backend);
    const bench = await openBench(dataset, plan, settings, loaded, options.cache, listener.onTrunk);
    try {
      for (const [i, cell] of todo.entries()) {
        if (performance.now() >= stopAt) break;
        // Another process may have made it meanwhile.
        if (folder.read(cellName(cell)) !== null) {
          found++;
          continue;
        }
        listener.onCell(cell, i + 1, todo.length, found);
        folder.write(cellName(cell), await runCell(bench, cell, wantedOf(cell, cells), listener.onTraining));
        made++;
      }
    } finally {
      bench.trunk?.close();
      dispose([...bench.identity.values()]);
    }
  }
  const results = cells.flatMap((cell) => folder.read(cellName(cell)) ?? []);
  await writeReport(options, dataset, plan, settings, folds, results);
  return { made, found, missing: cells.length - results.length };
}

/** Figure 4 needs one cell, Table 8 two conditions: the others are spared the work. */
function wantedOf(
  { condition, fold }: Cell,
  cells: readonly Cell[],
): { project: boolean; identify: boolean } {
  const best = cells.some((cell) => cell.condition === BEST_MIXUP) ? BEST_MIXUP : WITH_DEVIATION;
  return {
    project: condition === best && fold === 0,
    identify: condition === WITH_DEVIATION || condition === WITHOUT_DEVIATION,
  };
}

async function openBench(
  dataset: Dataset,
  plan: ExperimentPlan,
  settings: ExperimentSettings,
  { backbone, values, digest }: LoadedBackbone,
  cache: string,
  onTrunk: ExperimentListener['onTrunk'],
): Promise<Bench> {
  const identity = toTensors(values, weightSpecs(backbone));
  const { fromStage } = settings;
  const trunk = hasTrunk(backbone, fromStage)
    ? await TrunkCache.open(
        {
          folder: cache,
          backbone,
          identity,
          fromStage,
          name: JSON.stringify([dataset.digest, plan.rows.map(({ file }) => file)]),
          digest,
        },
        cropSamples(dataset, plan.rows, settings.cropSize),
        onTrunk,
      )
    : null;
  return { settings, dataset, plan, backbone, identity, trunk };
}

async function writeReport(
  { out, data, tables, backend }: ExperimentOptions,
  dataset: Dataset,
  plan: ExperimentPlan,
  settings: ExperimentSettings,
  folds: number,
  cells: readonly CellResult[],
): Promise<void> {
  const { backbone, fromStage, cropSize, seed, recipe, keep } = settings;
  const people = plan.groups.groups.flat().length;
  const all = plan.groups.folds.length;
  const lines = [
    `Data: ${data} (${dataset.crops.length} crops, digest ${dataset.digest.slice(0, 12)}…); ${people} people with all labels, ` +
      `${plan.rows.length} crops after undersampling; the paper has 27 people`,
    `Network: ${backbone}, trained from ${fromStage}, crops of ${cropSize}×${cropSize} pixels`,
    `Training: ${recipe.optimizer.kind}, ${lengthOf(recipe)} of ${recipe.batchSize}, learning rate ${recipe.networkLearningRate} (network) ` +
      `and ${recipe.headLearningRate} (state module), weight decay ${recipe.weightDecay}, seed ${seed}; ` +
      `tested with the ${keep} weights`,
    `${folds} of ${all} folds; last written by backend ${backend}, Node ${version}`,
  ];
  const remarks = [...plan.remarks, ...departures(settings)];
  if (folds < all) remarks.push(`Only the first ${folds} of ${all} folds were asked for.`);
  const figures = await drawFigures(out, dataset, plan, cells);
  const report = experimentReport({
    cells,
    tables,
    folds,
    seed,
    settings: lines,
    remarks,
    groups: groupCounts(plan),
    figures,
  });
  writeFileAtomic(join(out, REPORT_FILE), report);
}
