import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { SERVICE_WORKER } from '../../../build/offline-plugin';

/** The build on a server of one test, which may be down, and may bring another version. */
export interface OwnServer {
  readonly origin: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** From now on a version whose page has `<meta name="version" content="…">`. */
  release(version: string): void;
  dispose(): Promise<void>;
}

export async function serveCopyOfBuild(): Promise<OwnServer> {
  const dist = mkdtempSync(join(tmpdir(), 'wakeful-build-'));
  cpSync('dist', dist, { recursive: true });
  const serve = (port: number): ReturnType<typeof preview> =>
    preview({
      configLoader: 'runner',
      build: { outDir: dist },
      preview: { port, strictPort: port !== 0, open: false },
      logLevel: 'warn',
    });
  let server: Awaited<ReturnType<typeof serve>> | null = await serve(0);
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The preview server has no local address.');
  const { origin, port } = new URL(address);

  async function stop(): Promise<void> {
    const running = server;
    server = null;
    await running?.close();
  }

  return {
    origin,
    stop,
    async start() {
      server ??= await serve(Number(port));
    },
    release(version) {
      const [page, worker] = [join(dist, 'index.html'), join(dist, SERVICE_WORKER)];
      const before = readFileSync(page, 'utf8');
      const after = before.replace('</title>', `</title><meta name="version" content="${version}" />`);
      const script = readFileSync(worker, 'utf8');
      const released = script
        .replace(integrityOf(before), integrityOf(after))
        .replace(/(index\.html\W+revision\W+)[0-9a-f]+/, `$1${version}`);
      if (after === before || released === script) throw new Error('The build is not as this expects it.');
      writeFileSync(page, after);
      writeFileSync(worker, released);
    },
    async dispose() {
      await stop();
      rmSync(dist, { recursive: true, force: true });
    },
  };
}

const integrityOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
