import type { ShellReport } from '../common/shell-cache';

/** One of the program's files. */
export interface ShellFile {
  readonly url: string;
  /** Under which it is in the cache. */
  readonly key: string;
  /** `sha256-` and the base64 of its hash. */
  readonly integrity: string;
}

/**
 * Looks whether the program's files are all in the cache and undamaged, and fetches those that are
 * not: browsers short of space remove some, and disks damage some. Never rejects.
 * @param fetchFile from the network itself
 * @param tell what is missing at first, then after each file that came, then at the end
 */
export async function checkShell(
  files: readonly ShellFile[],
  cache: Pick<Cache, 'match' | 'put' | 'delete'>,
  fetchFile: (url: string) => Promise<Response>,
  tell: (report: ShellReport) => void,
): Promise<void> {
  const missing = new Set<ShellFile>();
  const report = (isDone: boolean): void => tell({ files: files.length, missing: missing.size, isDone });
  for (const file of files) if (!(await isWhole(file, cache).catch(() => false))) missing.add(file);
  if (missing.size > 0) report(false);
  for (const file of [...missing]) {
    try {
      const response = await fetchFile(file.url);
      const bytes = await response.arrayBuffer();
      // Of another version, or an error page: another file may still be the right one.
      if (!response.ok || (await integrityOf(bytes)) !== file.integrity) continue;
      // Made anew, because a page cannot be opened by a response that was redirected.
      await cache.put(file.key, new Response(bytes, response));
    } catch {
      break; // no network, or no room
    }
    missing.delete(file);
    report(false);
  }
  report(true);
}

async function isWhole(
  { key, integrity }: ShellFile,
  cache: Pick<Cache, 'match' | 'delete'>,
): Promise<boolean> {
  const kept = await cache.match(key);
  if (!kept) return false;
  const isIntact = (await integrityOf(await kept.arrayBuffer())) === integrity;
  // The network's is better.
  if (!isIntact) await cache.delete(key);
  return isIntact;
}

async function integrityOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}
