import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openVideo } from '../../../src/footage/media/video-frames';

const SECONDS = 600;

/** Bytes that a disk gives at once. */
const AT_ONCE = 2 ** 16;

/** A film without an index, as a live recording: whoever opens it has to read all of it. */
async function filmWithoutIndex(): Promise<Blob> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: true }), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: 64, codedHeight: 48 };
  for (let second = 0; second < SECONDS; second++) {
    const packet = new EncodedPacket(new Uint8Array(30_000), 'key', second, 1);
    await source.add(packet, { decoderConfig });
  }
  await output.finalize();
  return new Blob([target.buffer!]);
}

/** A file on a disk whose reads are counted, and given by the test. */
class Disk extends Blob {
  read = 0;
  /** Resolves when the next part may be read. */
  gate = (): Promise<void> => Promise.resolve();

  override slice(start = 0, ...rest: [number?, string?]): Blob {
    const part = super.slice(start, ...rest);
    let at = 0;
    part.stream = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: async (controller) => {
          await this.gate();
          const bytes = await new Response(
            Blob.prototype.slice.call(part, at, (at += AT_ONCE)),
          ).arrayBuffer();
          this.read += bytes.byteLength;
          if (bytes.byteLength > 0) controller.enqueue(new Uint8Array(bytes));
          else controller.close();
        },
      });
    return part;
  }
}

let film: Blob;
beforeAll(async () => (film = await filmWithoutIndex()));
afterEach(() => vi.unstubAllGlobals());

/** Opens it, with a stop once a fifth of it is read. */
async function stopInTheScan(gate: () => Promise<void>): Promise<{ disk: Disk; outcome: unknown }> {
  vi.stubGlobal('VideoDecoder', { isConfigSupported: () => Promise.resolve({ supported: true }) });
  const disk = new Disk([film]);
  const stop = new AbortController();
  disk.gate = async () => {
    if (disk.read < film.size / 5) return;
    stop.abort();
    await gate();
  };
  const outcome = await openVideo(disk, stop.signal).catch((error: unknown) => error);
  return { disk, outcome };
}

describe('the opening scan of a film', () => {
  it('reads all of it where nobody stops it', async () => {
    vi.stubGlobal('VideoDecoder', { isConfigSupported: () => Promise.resolve({ supported: true }) });
    const disk = new Disk([film]);
    const video = await openVideo(disk, new AbortController().signal);
    expect(video.duration).toBe(SECONDS - 1);
    expect(disk.read).toBeGreaterThan(0.9 * film.size);
    video.close();
  });

  it('ends at once when it is stopped', async () => {
    const { disk, outcome } = await stopInTheScan(() => Promise.resolve());
    expect(outcome).toBeInstanceOf(Error);
    expect(disk.read).toBeLessThan(film.size / 2);
  });

  it('ends at once even while the disk does not answer', async () => {
    const { outcome } = await stopInTheScan(() => new Promise(() => undefined));
    expect(outcome).toBeInstanceOf(Error);
  });
});
