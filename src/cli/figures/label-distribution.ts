import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { COLOURS, figure } from './figure';

export interface SubjectCounts {
  readonly subject: string;
  /** Samples of each class, in the order of WAKEFULNESS_CLASSES. */
  readonly counts: readonly number[];
}

/** Stacked bars: samples of each class of each subject, before undersampling (Figure 6). */
export function labelDistributionFigure(subjects: readonly SubjectCounts[]): Promise<string> {
  return figure(
    'Samples of each state per subject, before undersampling (as Figure 6)',
    `One bar for each of ${subjects.length} subjects: samples labelled ${WAKEFULNESS_CLASSES.join(', ')}.`,
    {
      width: { step: 28 },
      height: 260,
      data: {
        values: subjects.flatMap(({ subject, counts }) =>
          WAKEFULNESS_CLASSES.map((state, label) => ({ subject, state, label, samples: counts[label]! })),
        ),
      },
      mark: 'bar',
      encoding: {
        x: { field: 'subject', type: 'nominal', sort: null, title: null },
        y: { field: 'samples', type: 'quantitative', title: 'samples' },
        color: {
          field: 'state',
          title: null,
          scale: {
            domain: [...WAKEFULNESS_CLASSES],
            range: WAKEFULNESS_CLASSES.map((name) => COLOURS[name]),
          },
        },
        order: { field: 'label' },
      },
    },
  );
}
