import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareModels } from '../../../build/models/model-files';
import { REPORT_FILE, writeFileAtomic } from '../files';
import { readSessionRecord, writeDataset, writeSession } from '../dataset/extracted';
import { MANIFEST_FILE, type SessionRecord } from '../../footage/dataset/format';
import { findRecordings, type RawRecording, type RawRecordings } from '../dataset/recordings';
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
  /** What was not read, with the reason. */
  readonly ignored: RawRecordings['ignored'];
}

/**
 * Writes faces and signals of all recordings below `from` to `to`. Sessions that were made from the
 * same files with the same settings stay as they are; an interrupted run resumes at its session.
 * @throws DatasetError for a data set that cannot be read; see also `openBrowserAnalyzer`
 */
export async function extract(
  { from, to }: Folders,
  options: ExtractOptions,
  { onSession, onProgress }: ExtractListener,
): Promise<ExtractSummary> {
  const { recordings, ignored } = findRecordings(from);
  const landmarker = prepareModels(resolve(import.meta.dirname, '../../..')).faceLandmarker.sha256;
  const content = { ...options, landmarker };
  const settings = JSON.stringify(content);
  const sessions: SessionRecord[] = [];
  let analyzer: BrowserAnalyzer | null = null;
  let skipped = 0;
  try {
    for (const recording of recordings) {
      const print = fingerprint(from, recording, settings);
      const earlier = readSessionRecord(to, recording);
      if (earlier?.fingerprint === print) {
        sessions.push(earlier);
        skipped++;
        continue;
      }
      if (!analyzer) {
        // From here on the whole is not what its list says, until it is written anew.
        rmSync(join(to, MANIFEST_FILE), { force: true });
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
  writeDataset(to, content, sessions);
  writeFileAtomic(join(to, REPORT_FILE), extractionReport(sessions, ignored, options));
  return { sessions, skipped, ignored };
}
