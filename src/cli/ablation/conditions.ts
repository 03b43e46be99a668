/** What an ablation changes in the training of the default checkpoint. */
import type { TrainOptions } from '../train/train';

/** The part of a training that conditions may change. */
export type Variable = Pick<
  TrainOptions,
  'backbone' | 'fromStage' | 'inputSize' | 'deviation' | 'mixup' | 'ordinal' | 'without' | 'anySource'
>;

export interface AblationCondition {
  readonly id: string;
  /** In a table. */
  readonly title: string;
  readonly change: Partial<Variable>;
}

export const BASE = 'base';

/** All that the base has, and one thing at a time without or other than it. */
export const ABLATIONS: readonly AblationCondition[] = [
  { id: BASE, title: 'base', change: {} },
  {
    id: 'no-closed-photographs',
    title: 'without photographs of closed eyes',
    change: { without: ['closed photographs'] },
  },
  { id: 'no-clips', title: 'without clips', change: { without: ['real clips', 'clips'] } },
  {
    id: 'drawn-only',
    title: 'drawn lids alone',
    change: { without: ['closed photographs', 'real clips', 'clips', 'transplanted eyes'] },
  },
  {
    id: 'no-glasses',
    title: 'without drawn glasses',
    change: { without: ['portraits with drawn glasses'] },
  },
  { id: 'any-source', title: 'sources not weighed', change: { anySource: true } },
  {
    // Without them a source may lack a class, so that sources cannot be weighed.
    id: 'no-transplants',
    title: "sources not weighed, without other people's eyes",
    change: { anySource: true, without: ['transplanted eyes'] },
  },
  { id: 'no-deviation', title: 'V_face in the place of V_state', change: { deviation: false } },
  { id: 'no-mixup', title: 'without mixup', change: { mixup: false } },
  { id: 'ordinal', title: 'soft ordinal labels', change: { ordinal: true } },
  { id: 'block11', title: 'trained from block11', change: { fromStage: 'block11' } },
  { id: 'block10', title: 'trained from block10', change: { fromStage: 'block10' } },
  { id: 'block9', title: 'trained from block9', change: { fromStage: 'block9' } },
  { id: 'block8', title: 'trained from block8', change: { fromStage: 'block8' } },
  { id: 'block7', title: 'trained from block7', change: { fromStage: 'block7' } },
  { id: '128px', title: 'crops of 128 px', change: { inputSize: 128 } },
  { id: '192px', title: 'crops of 192 px, enlarged', change: { inputSize: 192 } },
  { id: '224px', title: 'crops of 224 px, enlarged', change: { inputSize: 224 } },
  {
    id: 'facenet',
    title: 'facenet, trained from block8',
    change: { backbone: 'facenet', fromStage: 'block8' },
  },
];
