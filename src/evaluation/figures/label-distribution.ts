import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { linearScale, verticalAxis } from './axes';
import { COLOURS, document, element, legend, text } from './svg';

export interface SubjectCounts {
  readonly subject: string;
  /** Samples of each class, in the order of WAKEFULNESS_CLASSES. */
  readonly counts: readonly number[];
}

const BAR_WIDTH = 22;
const PLOT_HEIGHT = 260;
/** Subjects' names are written upright below their bars; longer ones are cut. */
const NAME_LENGTH = 16;
const NAME_HEIGHT = 120;

/** Stacked bars: how many samples of each class each subject has, before undersampling (paper, Figure 6). */
export function labelDistributionFigure(subjects: readonly SubjectCounts[]): string {
  const plot = {
    left: 70,
    top: 40,
    right: 80 + subjects.length * (BAR_WIDTH + 6),
    bottom: 40 + PLOT_HEIGHT,
  };
  const highest = Math.max(1, ...subjects.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)));
  const y = linearScale(0, highest, plot.bottom, plot.top);
  const bars = subjects.flatMap(({ subject, counts }, i) => {
    const x = plot.left + 8 + i * (BAR_WIDTH + 6);
    let below = 0;
    const parts = counts.map((count, label) => {
      const top = y.at(below + count);
      const height = y.at(below) - top;
      below += count;
      return element('rect', {
        x,
        y: top,
        width: BAR_WIDTH,
        height,
        fill: COLOURS[WAKEFULNESS_CLASSES[label]!],
      });
    });
    const name = subject.length > NAME_LENGTH ? `${subject.slice(0, NAME_LENGTH - 1)}…` : subject;
    return [
      ...parts,
      text(x + BAR_WIDTH / 2 + 4, plot.bottom + 8, name, { anchor: 'end', rotate: -90, size: 11 }),
    ];
  });
  const title = 'Samples of each state per subject, before undersampling (as Figure 6)';
  return document(plot.right + 110, plot.bottom + NAME_HEIGHT, title, [
    text(plot.left, 22, title, { size: 13 }),
    ...verticalAxis(plot, y, 'samples'),
    ...bars,
    ...legend(
      plot.right + 16,
      plot.top,
      WAKEFULNESS_CLASSES.map((name) => ({ name, colour: COLOURS[name] })),
    ),
  ]);
}
