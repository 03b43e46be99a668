import { counted } from '../../common/counted';
import type { SessionRecord } from '../../footage/dataset/format';
import type { RawRecordings } from '../dataset/recordings';
import type { ExtractOptions } from './protocol';

/** Paths listed one by one; beyond it their number is told. */
const LISTED = 100;

const escape = (text: string): string => text.replaceAll('|', '\\|');

/** What was extracted, and what was dropped and why, as Markdown. */
export function extractionReport(
  sessions: readonly SessionRecord[],
  { ignored, failed }: Pick<RawRecordings, 'ignored' | 'failed'>,
  { cropSize, framesPerSecond, cropsPerSecond }: ExtractOptions,
): string {
  const kept = sessions.reduce((sum, session) => sum + session.kept, 0);
  const totals = new Map<string, number>();
  for (const { dropped } of sessions) {
    for (const [reason, count] of Object.entries(dropped)) {
      totals.set(reason, (totals.get(reason) ?? 0) + count);
    }
  }
  const listDropped = (dropped: Iterable<readonly [string, number]>): string =>
    [...dropped].map(([reason, count]) => `${count} ${escape(reason)}`).join(', ') || 'nothing';
  const lines = [
    '# Extraction',
    '',
    `${counted(kept, 'crop')} of ${cropSize}×${cropSize} pixels from ${counted(sessions.length, 'session')} of ` +
      `${counted(new Set(sessions.map(({ subject }) => subject)).size, 'subject')}. Videos: ${framesPerSecond} frames a second ` +
      `looked at, up to ${cropsPerSecond} crops a second kept.`,
    '',
    `Dropped in all: ${listDropped(totals)}. (Of a still: why it gave no crop. Of a video: why a ` +
      `slot of 1/${cropsPerSecond} s gave none.)`,
    '',
    '| subject | session | looked at | kept | dropped |',
    '| --- | --- | --- | --- | --- |',
    ...sessions.map(
      ({ subject, session, seen, kept: own, dropped }) =>
        `| ${escape(subject)} | ${escape(session)} | ${seen} | ${own} | ${listDropped(Object.entries(dropped))} |`,
    ),
  ];
  for (const [title, unread] of [
    ['Could not be read', failed],
    ['No recordings', ignored],
  ] as const) {
    if (unread.length === 0) continue;
    lines.push('', `## ${title}`, '');
    lines.push(...unread.slice(0, LISTED).map(({ path, reason }) => `- ${escape(path)}: ${reason}`));
    if (unread.length > LISTED) lines.push(`- and ${unread.length - LISTED} more`);
  }
  return `${lines.join('\n')}\n`;
}
