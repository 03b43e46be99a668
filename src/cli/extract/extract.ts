import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareModels } from '../../../build/models/model-files';
import { REPORT_FILE, whyUnread, writeFileAtomic } from '../files';
import { readSessionRecord, writeDataset, writeSession } from '../dataset/extracted';
import { MANIFEST, type SessionRecord } from '../../footage/dataset/format';
import { findRecordings, type RawRecording, type RawRecordings, type Unread } from '../dataset/recordings';
import type { BrowserAnalyzer } from './browser';
import type { ExtractOptions } from './protocol';
import { extractionReport } from './report';
import { extractSession, fingerprint, type Folders } from './session';

export interface ExtractListener {
  /** A session begins; `done` of `total` are finished, `skipped` of them by an earlier run. */
  readonly onSession: (recording: RawRecording, done: number, total: number, skipped: number) => void;
  /** Fraction of the present session, 0..1. */
  readonly onProgress: (fraction: number) => void;
}

export interface ExtractSummary {
  readonly sessions: readonly SessionRecord[];
  /** Sessions that an earlier run had finished. */
  readonly skipped: number;
  /** What lies there and is no recording, with the reason. */
  readonly ignored: RawRecordings['ignored'];
  /** What could not be read, in this run or an earlier one. */
  readonly failed: readonly Unread[];
}

/**
 * Writes faces and signals of all recordings below `from` to `to`. Sessions that were made from the
 * same files with the same settings stay as they are; an interrupted run resumes at its session.
 * What cannot be read is left out and listed.
 * @throws DatasetError for a data set that cannot be read; see also `openBrowserAnalyzer`
 */
export async function extract(
  { from, to }: Folders,
  options: ExtractOptions,
  { onSession, onProgress }: ExtractListener,
): Promise<ExtractSummary> {
  const { recordings, ignored, failed: unread } = findRecordings(from);
  const failed = [...unread];
  const landmarker = prepareModels(resolve(import.meta.dirname, '../../..')).faceLandmarker.sha256;
  const content = { ...options, landmarker };
  const settings = JSON.stringify(content);
  const sessions: SessionRecord[] = [];
  let analyzer: BrowserAnalyzer | null = null;
  let skipped = 0;
  /** null: its files cannot be read. */
  function printed(recording: RawRecording): string | null {
    try {
      return fingerprint(from, recording, settings);
    } catch (error) {
      const path = join(recording.subject, recording.session);
      failed.push({ path, reason: whyUnread(error) });
      return null;
    }
  }
  try {
    for (const recording of recordings) {
      const print = printed(recording);
      if (print === null) continue;
      const earlier = readSessionRecord(to, recording);
      if (earlier?.fingerprint === print) {
        sessions.push(earlier);
        skipped++;
        continue;
      }
      if (!analyzer) {
        // From here on the whole is not what its list says, until it is written anew.
        rmSync(join(to, MANIFEST.name), { force: true });
        // Vite and Playwright take seconds to load: only when there is something to look at.
        const { openBrowserAnalyzer } = await import('./browser');
        analyzer = await openBrowserAnalyzer();
      }
      onSession(recording, sessions.length, recordings.length, skipped);
      const session = await extractSession(analyzer, { from, to }, recording, options, print, onProgress);
      writeSession(to, session);
      sessions.push(session.record);
    }
  } finally {
    await analyzer?.close();
  }
  failed.push(...sessions.flatMap((session) => session.failed ?? []));
  writeDataset(to, content, sessions);
  writeFileAtomic(join(to, REPORT_FILE), extractionReport(sessions, { ignored, failed }, options));
  return { sessions, skipped, ignored, failed };
}
