import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { markdownTable, section } from '../../evaluation/markdown';
import type { DatasetKind } from './kinds';
import { labelsInWords, type LabelMap } from './label-map';

export interface Imported {
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Films and pictures. */
  readonly files: number;
  /** Everybody who is there, with seconds of film or pictures of each state. */
  readonly people: readonly ({ readonly subject: string } & Readonly<Record<WakefulnessClass, number>>)[];
  /** People of the published data set of whom nothing is there. */
  readonly missing: readonly string[];
  /** What was left out, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** What stands before the numbers: what the labels mean, and who or what is not there. */
export function importRemarks(kind: DatasetKind, { people, missing, skipped }: Imported): readonly string[] {
  const lacking = WAKEFULNESS_CLASSES.flatMap((label) => {
    const some = people.filter((person) => person[label] === 0).map(({ subject }) => subject);
    if (some.length === 0) return [];
    const who =
      some.length === people.length ? 'Nobody' : `${people.length - some.length} of ${people.length} people`;
    const listed = some.length === people.length || some.length > 12 ? '' : `; not ${some.join(', ')}`;
    return [`${who} ${some.length === people.length ? 'is' : 'are'} ever ${label}${listed}.`];
  });
  return [
    kind.caveat,
    ...(missing.length > 0 ? [`Nothing is there of ${missing.length} people: ${missing.join(', ')}.`] : []),
    ...lacking,
    ...(skipped.length > 0 ? [`${skipped.length} files were left out.`] : []),
  ];
}

export const peopleTable = ({ people }: Imported) =>
  [
    ['person', ...WAKEFULNESS_CLASSES],
    people.map((person) => [person.subject, ...WAKEFULNESS_CLASSES.map((label) => String(person[label]))]),
  ] as const;

export const importReport = (kind: DatasetKind, labels: LabelMap, imported: Imported): string =>
  section(
    `# ${kind.name}`,
    importRemarks(kind, imported).map((remark) => `- ${remark}`),
    `Labels: ${labelsInWords(labels)}.`,
    'Seconds of film, or pictures, of each state:',
    markdownTable(...peopleTable(imported)),
    ...(imported.skipped.length > 0
      ? ['## Left out', imported.skipped.map(({ path, reason }) => `- ${path}: ${reason}`)]
      : []),
  ).join('\n');
