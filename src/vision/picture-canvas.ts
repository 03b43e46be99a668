import { SizedCanvas } from './sized-canvas';

/**
 * WebGL's names of what MediaPipe asks for when it starts (WebGL 1.0 specification, section 5.14).
 */
const VERSION = 0x1f02;
const RENDERER = 0x1f01;
const MAX_VERTEX_ATTRIBS = 0x8869;

/** The least that WebGL promises. */
const VERTEX_ATTRIBS = 8;

/** Arguments: target, level, internal format, format, type, source. */
type TexImage2D = [number, number, number, number, number, CanvasImageSource | ImageData];

/** Arguments: x, y, width, height, format, type, memory, offset. */
type ReadPixels = [number, number, number, number, number, number, Uint8Array, number];

/**
 * A canvas through which MediaPipe's CPU delegate takes its pictures, without WebGL.
 *
 * MediaPipe reads every picture through a texture, also where it computes on the CPU: it uploads
 * the picture (`texImage2D`), hangs the texture on a framebuffer and reads that back (`readPixels`)
 * before the call that brought the picture returns. Neither draws anything. Here the picture is
 * kept in between, and drawn in 2D when it is read, unless its pixels are known: the same pixels,
 * in browsers whose workers have no WebGL too (WebKitGTK, Firefox without a graphics driver), and
 * no context that may be lost.
 *
 * Anything else that MediaPipe may come to ask for is missing here, and throws.
 */
export function pictureCanvas(): OffscreenCanvas {
  let picture: CanvasImageSource | ImageData | null = null;
  const canvas = new SizedCanvas();

  function drawn(image: CanvasImageSource | ImageData, width: number, height: number): Uint8ClampedArray {
    if ('data' in image) return image.data;
    const drawing = canvas.of(width, height);
    drawing.drawImage(image, 0, 0, width, height);
    return drawing.getImageData(0, 0, width, height).data;
  }

  const parameters = new Map<number, unknown>([
    [VERSION, 'WebGL 2.0'],
    [RENDERER, 'pictures in memory'],
    [MAX_VERTEX_ATTRIBS, VERTEX_ATTRIBS],
  ]);
  const nothing = (): void => undefined;
  const handle = (): object => ({});

  const context = {
    getContextAttributes: () => ({}),
    getError: () => 0,
    getExtension: () => null,
    getParameter: (name: number) => parameters.get(name) ?? null,
    getSupportedExtensions: () => [],
    // There is one texture and one framebuffer, and nothing that runs beside this thread.
    activeTexture: nothing,
    bindFramebuffer: nothing,
    bindTexture: nothing,
    createFramebuffer: handle,
    createTexture: handle,
    deleteFramebuffer: nothing,
    deleteSync: nothing,
    deleteTexture: nothing,
    fenceSync: handle,
    framebufferTexture2D: nothing,
    texParameteri: nothing,
    texImage2D(...[, , , , , source]: TexImage2D) {
      picture = source;
    },
    readPixels(...[, , width, height, , , memory, offset]: ReadPixels) {
      if (!picture) throw new Error('MediaPipe reads a picture that nobody brought.');
      memory.set(drawn(picture, width, height), offset);
      picture = null;
    },
  };
  return Object.assign(new OffscreenCanvas(1, 1), { getContext: () => context });
}
