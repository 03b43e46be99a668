/** The evaluation of a checkpoint as Markdown, and its summary for the terminal. */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import type { Interval } from './bootstrap';
import type { AblationGroup, ConditionScore, Evaluation, ReplayedRun, SubjectScore } from './evaluation';
import { eventRates, type EventCounts } from './events';
import { difference, interval, markdownTable, number, pValue, section } from './markdown';
import type { MethodDifference, MethodSummary } from './methods';
import { confusionTable } from './experiment-report';
import { classMetrics } from '../training/metrics';

type Table = readonly [head: readonly string[], rows: readonly (readonly string[])[]];

/** Every method beside the others. */
export function methodsTable(methods: readonly MethodSummary[]): Table {
  return [
    ['method', 'macro-F1', 'balanced accuracy', 'awake or not, balanced', 'AUC of not awake'],
    methods.map((method) => [
      method.name,
      interval(method.macroF1),
      interval(method.balancedAccuracy),
      interval(method.awakeOrNot),
      interval(method.auc),
    ]),
  ];
}

export function ablationTable(groups: readonly AblationGroup[]): Table {
  return [
    [
      'pictures',
      'people',
      'faces',
      'method',
      'AUC of not awake',
      'macro-F1',
      'awake or not, balanced',
      'recall',
    ],
    groups.flatMap(({ group, people, counts, methods }) =>
      methods.map((method) => [
        group,
        String(people),
        counts.join(' / '),
        method.name,
        interval(method.auc),
        interval(method.macroF1),
        interval(method.awakeOrNot),
        classMetrics(method.matrix)
          .map(({ recall, support }) => number(support > 0 ? recall : NaN, 2))
          .join(' / '),
      ]),
    ),
  ];
}

const seconds = (value: number): string => (Number.isNaN(value) ? '–' : `${value.toFixed(1)} s`);
const percent = (value: number): string => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`);

function sensitivity({ detected, episodes }: EventCounts, limits: Interval): string {
  return `${detected} of ${episodes}${episodes > 0 ? `, ${interval(limits, 2)}` : ''}`;
}

export function videosTable(runs: readonly ReplayedRun[]): Table {
  return [
    [
      'method',
      'episodes alerted',
      'false alarms per hour awake',
      'median time to alert',
      'state changes per minute',
      'shown awake, eyes closed over 1 s',
      'availability',
      'macro-F1 of seconds',
    ],
    runs.map(({ name, summary }) => [
      name,
      sensitivity(summary.counts, summary.sensitivity),
      `${interval(summary.falseAlarmsPerHourAwake, 2)}: ${summary.counts.falseAlarms} in ${(summary.counts.awakeSeconds / 60).toFixed(1)} min`,
      seconds(summary.rates.timeToAlert),
      number(summary.rates.changesPerMinute, 1),
      `${percent(summary.rates.awakeWhileClosed)} of ${seconds(summary.counts.closed)}`,
      percent(summary.rates.availability),
      interval(summary.macroF1),
    ]),
  ];
}

function differencesTable(differences: readonly MethodDifference[]): string[] {
  return markdownTable(
    ['', 'macro-F1', 'AUC', 'p over people'],
    differences.map(({ first, second, macroF1, auc, p }) => [
      `${first} less ${second}`,
      difference(macroF1),
      Number.isNaN(auc.estimate) ? '–' : difference(auc),
      pValue(p),
    ]),
  );
}

const classesSection = ({ methods, perClass }: Evaluation): string[] => [
  ...section(
    '## Per class: the network',
    markdownTable(
      ['class', 'faces', 'precision', 'recall', 'F1'],
      perClass.map(({ precision, recall, f1, support }, i) => [
        WAKEFULNESS_CLASSES[i]!,
        String(support),
        ...[precision, recall, f1].map((measure) => interval(measure)),
      ]),
    ),
  ),
  ...methods.flatMap(({ name, matrix }) => section(`### ${name}`, confusionTable(matrix))),
];

const calibrationSection = ({ calibration }: Evaluation, figure: string): string[] =>
  section(
    '## Calibration of the network',
    markdownTable(
      ['expected calibration error', 'negative log-likelihood, nats', 'Brier score (0 to 2)'],
      [[calibration.ece, calibration.nll, calibration.brier].map((measure) => interval(measure))],
    ),
    markdownTable(
      ['confidence', 'faces', 'mean confidence', 'accuracy'],
      calibration.bins
        .filter(({ count }) => count > 0)
        .map(({ lower, upper, count, confidence, accuracy }) => [
          `${number(lower, 2)} to ${number(upper, 2)}`,
          String(count),
          number(confidence),
          number(accuracy),
        ]),
    ),
    `![Reliability of the posterior](${figure})`,
  );

function ablationSection({ ablation }: Evaluation): string[] {
  if (ablation.length === 0) return [];
  return [
    ...section(
      '## Eyes alone, network alone, both',
      `Faces and recall are given as ${WAKEFULNESS_CLASSES.join(' / ')}. Network and eyes: the regression of ` +
        '`npm run fit-fusion`, fitted on other people. Macro-F1 is over the classes that occur, as truth or as verdict: where a ' +
        'class is missing, one face that is taken for it counts as a whole class without a hit, and recall tells more. Real faces ' +
        'are photographs of closed eyes and frames of clips together. Frames of clips of `make-training-set` are labelled by ' +
        'the very opening of the eyes, which the eyes alone therefore cannot miss.',
      markdownTable(...ablationTable(ablation)),
    ),
    ...ablation.flatMap(({ group, differences }) =>
      section(`### Both against each alone: ${group}`, differencesTable(differences)),
    ),
  ];
}

function videosSection({ videos }: Evaluation): string[] {
  if (videos === null) return [];
  const names = videos.runs.map(({ name }) => name);
  return [
    ...section(
      '## Videos, through the monitor',
      "Every session is played to the monitor's own filter and alert policy. An episode is three seconds of sleep or eight " +
        'of drowsiness or sleep in a row; it counts as alerted when an alert stands in it or within three seconds after. ' +
        'Nobody acknowledges the alerts: they end by recovery. The network classifies the frames of which crops were kept.',
      'A false alarm is an alert that begins in a second labelled awake, with no drowsy or asleep one in the three before; the rate is ' +
        'per hour of seconds labelled awake. The time to alert is from the start of an episode, of those alerted; 0 where ' +
        'an alert stood already. State changes are counted from one known state to another, over the time with a known state. Of that ' +
        'time, eyes closed over 1 s are told by their opening alone, calibrated as below, lids that are a slit included. ' +
        'Availability is the fraction of the labelled seconds with a known state; macro-F1 compares that state, at the end of each ' +
        'second, with the label.',
      markdownTable(...videosTable(videos.runs)),
    ),
    ...section(
      '### Sessions, and what their eyes were calibrated on',
      markdownTable(
        [
          'subject',
          'session',
          'calibrated on',
          ...names.map(
            (name) =>
              `${name}: alerted, false alarms, time to alert, shown awake with closed eyes, availability`,
          ),
        ],
        videos.sessions.map(({ subject, session, calibration, counts }) => [
          subject,
          session,
          calibration,
          ...counts.map((count) => {
            const { timeToAlert, availability } = eventRates(count);
            const denied = `${count.awakeWhileClosed.toFixed(1)} of ${seconds(count.closed)}`;
            return `${count.detected} of ${count.episodes}, ${count.falseAlarms}, ${seconds(timeToAlert)}, ${denied}, ${percent(availability)}`;
          }),
        ]),
      ),
    ),
  ];
}

function conditionsSection(conditions: readonly ConditionScore[]): string[] {
  if (conditions.length === 0) return [];
  const head = [
    'session',
    ...WAKEFULNESS_CLASSES,
    ...WAKEFULNESS_CLASSES.map((name) => `predicted ${name}`),
    'accuracy',
  ];
  const rows = conditions.map(({ session, counts, predicted, accuracy }) => [
    session,
    ...[...counts, ...predicted].map(String),
    number(accuracy),
  ]);
  return section('## Per session name: the network', markdownTable(head, rows));
}

const subjectsSection = (subjects: readonly SubjectScore[]): string[] =>
  section(
    '## Per subject',
    markdownTable(
      ['subject', ...WAKEFULNESS_CLASSES, 'macro-F1', 'accuracy', 'macro-F1 of the eyes'],
      subjects.map(({ subject, counts, macroF1, accuracy, eyes }) => [
        subject,
        ...counts.map(String),
        number(macroF1),
        number(accuracy),
        eyes === null ? '–' : number(eyes),
      ]),
    ),
  );

/** @param reliability the figure's file, as a path from the report */
export function evaluationReport(evaluation: Evaluation, reliability: string): string {
  const { settings, remarks, methods, differences, conditions, subjects } = evaluation;
  const lines = [
    '# Evaluation',
    '',
    ...settings.map((line) => `- ${line}`),
    '',
    ...(remarks.length > 0 ? ['To be known:', '', ...remarks.map((line) => `- ${line}`), ''] : []),
    'Intervals: 95 %, bootstrap over people; one of no width means that all people drawn agree, not that others would. p: ' +
      'two-sided, Wilcoxon over people’s own macro-F1, adjusted (Holm).',
    '',
    "A person's open eyes and usual pose are measured on their other faces labelled awake, as a learner's are before the session; " +
      "where there are none, on what is usual among the others'.",
    '',
    ...section(
      '## All faces',
      markdownTable(...methodsTable(methods)),
      ...(differences.length > 0 ? [differencesTable(differences)] : []),
    ),
    ...classesSection(evaluation),
    ...calibrationSection(evaluation, reliability),
    ...ablationSection(evaluation),
    ...videosSection(evaluation),
    ...conditionsSection(conditions),
    ...subjectsSection(subjects),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
