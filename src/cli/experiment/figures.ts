import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import type { WakefulnessClass } from '../../common/classes';
import type { CellResult } from '../../evaluation/cell';
import { writeFileAtomic } from '../files';
import { readCrop } from '../dataset/crops';
import type { Dataset } from '../dataset/extracted';
import { betaFigure } from '../figures/curves';
import { labelDistributionFigure } from '../figures/label-distribution';
import { projectionFigure } from '../figures/projection';
import type { ExperimentPlan } from './plan';

const FOLDER = 'figures';

/** People shown in the mixup examples. */
const EXAMPLES = 3;
const EXAMPLE_LAMBDA = 0.5;
const GAP = 8;

export interface ReportFigure {
  readonly title: string;
  /** Relative to the results folder. */
  readonly file: string;
}

/** Draws the paper's figures from the data and the cells that there are. */
export async function drawFigures(
  results: string,
  dataset: Dataset,
  plan: ExperimentPlan,
  cells: readonly CellResult[],
): Promise<readonly ReportFigure[]> {
  const figures: ReportFigure[] = [];
  const add = (name: string, title: string, content: string | Uint8Array): void => {
    const file = `${FOLDER}/${name}`;
    writeFileAtomic(join(results, file), content);
    figures.push({ title, file });
  };
  add(
    'label-distribution.svg',
    'Samples of each state per subject (as Figure 6)',
    await labelDistributionFigure(plan.distribution),
  );
  add('beta.svg', 'Density of the mixing ratio (as Figure 8)', await betaFigure());
  const strip = await mixupStrip(dataset, plan);
  add('mixup.png', `Awake, Drowsy, and both mixed, λ = ${EXAMPLE_LAMBDA} (as Figure 3)`, strip);
  const projected = cells.find(({ projection }) => projection !== null && projection.length > 0);
  if (projected?.projection) {
    const title = 'V_state of training samples with mixed ones, t-SNE (as Figure 4)';
    const svg = await projectionFigure(
      `${title}; ${projected.condition}, fold ${projected.fold + 1}`,
      projected.projection,
    );
    add('v-state.svg', title, svg);
  }
  return figures;
}

/** For some people: an awake face, a drowsy one, and the two mixed. */
async function mixupStrip(dataset: Dataset, plan: ExperimentPlan): Promise<Buffer> {
  const size = dataset.manifest.cropSize;
  const people = plan.groups.groups.flat().slice(0, EXAMPLES);
  const parts: OverlayOptions[] = [];
  const raw = { width: size, height: size, channels: 3 } as const;
  for (const [i, subject] of people.entries()) {
    const face = (label: WakefulnessClass): Promise<Uint8Array> =>
      readCrop(
        dataset,
        plan.rows.find((row) => row.subject === subject && row.label === label)!,
      );
    const [awake, drowsy] = [await face('awake'), await face('drowsy')];
    const mixed = awake.map((value, k) =>
      Math.round(EXAMPLE_LAMBDA * value + (1 - EXAMPLE_LAMBDA) * drowsy[k]!),
    );
    [awake, drowsy, mixed].forEach((pixels, column) => {
      parts.push({
        input: Buffer.from(pixels),
        left: column * (size + GAP),
        top: i * (size + GAP),
        raw,
      });
    });
  }
  return sharp({
    create: {
      width: 3 * size + 2 * GAP,
      height: people.length * (size + GAP) - GAP,
      channels: 3,
      background: 'white',
    },
  })
    .composite(parts)
    .png()
    .toBuffer();
}
