/** Films as they come from real cameras and programs, made from a plain one: packets put anew. */
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';

import { groupBy } from '../../../src/common/group-by';

interface Film {
  readonly packets: readonly EncodedPacket[];
  readonly config: VideoDecoderConfig;
}

async function filmOf(file: Uint8Array): Promise<Film> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(file) });
  const track = (await input.getPrimaryVideoTrack())!;
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  return { packets, config: (await track.getDecoderConfig())! };
}

const FORMATS = { webm: WebMOutputFormat, mkv: MkvOutputFormat, mp4: Mp4OutputFormat };

export interface Oddness {
  readonly container?: keyof typeof FORMATS;
  /** When a picture comes, seconds, in place of `time`. */
  readonly at?: (time: number) => number;
  /** Of the whole picture, where pixels are not square. */
  readonly aspect?: { readonly width: number; readonly height: number };
  /** What it claims to be. */
  readonly codec?: 'hevc' | 'prores';
}

const CLAIMS = { hevc: 'hvc1.1.6.L93.B0', prores: 'apcn' } as const;

export async function oddFilm(file: Uint8Array, oddness: Oddness): Promise<Uint8Array> {
  const { container = 'webm', at = (time: number): number => time, aspect, codec } = oddness;
  const { packets, config } = await filmOf(file);
  const target = new BufferTarget();
  const output = new Output({ format: new FORMATS[container](), target });
  const source = new EncodedVideoPacketSource(codec ?? 'vp8');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = {
    ...config,
    ...(codec && { codec: CLAIMS[codec], description: HVCC }),
    ...(aspect && { displayAspectWidth: aspect.width, displayAspectHeight: aspect.height }),
  };
  for (const packet of packets) {
    await source.add(packet.clone({ timestamp: at(packet.timestamp) }), { decoderConfig });
  }
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

/** An empty HEVC configuration (ISO/IEC 14496-15, 8.3.3.1): version 1, no parameter sets. */
const HVCC = Uint8Array.from([1, 1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, 0]); // prettier-ignore

const bytes = (...parts: (number | Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));

const big = (value: number, length: number): number[] =>
  Array.from({ length }, (_, i) => Math.floor(value / 256 ** (length - 1 - i)) % 256);

/** An EBML element (RFC 8794) with a size of eight bytes. */
const element = (id: number, content: Uint8Array | number | string): Uint8Array => {
  const data =
    typeof content === 'number'
      ? big(content, 4)
      : typeof content === 'string'
        ? new TextEncoder().encode(content)
        : content;
  return bytes(idBytes(id), 0x01, big(data.length, 7), data);
};

const idBytes = (id: number): number[] => big(id, Math.ceil(Math.log2(id + 1) / 8));

/**
 * A WebM file as Chrome's MediaRecorder with sound and `start(1000)` writes it: no index, no
 * length, a cluster each second, and key frames in few of them.
 */
export async function liveFilm(file: Uint8Array): Promise<Uint8Array> {
  const { packets, config } = await filmOf(file);
  const clusters = groupBy(packets, ({ timestamp }) => Math.floor(timestamp + 1e-6));
  const track = bytes(
    element(0xd7, 1),
    element(0x73c5, 1),
    element(0x83, 1),
    element(0x86, 'V_VP8'),
    element(0xe0, bytes(element(0xb0, config.codedWidth!), element(0xba, config.codedHeight!))),
  );
  return bytes(
    element(0x1a45dfa3, bytes(element(0x4282, 'webm'), element(0x4287, 2), element(0x4285, 2))),
    idBytes(0x18538067),
    [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    element(
      0x1549a966,
      bytes(element(0x2ad7b1, 1_000_000), element(0x4d80, 'test'), element(0x5741, 'test')),
    ),
    element(0x1654ae6b, element(0xae, track)),
    ...[...clusters].map(([second, blocks]) =>
      element(
        0x1f43b675,
        bytes(
          element(0xe7, second * 1000),
          ...blocks.map(({ timestamp, type, data }) =>
            element(
              0xa3,
              bytes(0x81, big(Math.round((timestamp - second) * 1000), 2), type === 'key' ? 0x80 : 0, data),
            ),
          ),
        ),
      ),
    ),
  );
}
