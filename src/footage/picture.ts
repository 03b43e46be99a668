/** A picture in memory: RGBA, row by row, `width`×`height`×4 bytes. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export type Rgb = [number, number, number];

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/**
 * Colour at a point between pixels, bilinear; outside, that of the nearest edge. `into` receives
 * it.
 */
export function sampleRgb({ width, height, data }: Picture, x: number, y: number, into: Rgb): void {
  const cx = Math.min(width - 1, Math.max(0, x));
  const cy = Math.min(height - 1, Math.max(0, y));
  const left = Math.floor(cx);
  const top = Math.floor(cy);
  const [fx, fy] = [cx - left, cy - top];
  const right = Math.min(width - 1, left + 1);
  const bottom = Math.min(height - 1, top + 1);
  for (let channel = 0; channel < 3; channel++) {
    const upper =
      data[4 * (top * width + left) + channel]! * (1 - fx) + data[4 * (top * width + right) + channel]! * fx;
    const lower =
      data[4 * (bottom * width + left) + channel]! * (1 - fx) +
      data[4 * (bottom * width + right) + channel]! * fx;
    into[channel] = upper * (1 - fy) + lower * fy;
  }
}

/** The columns and rows of a picture within `radius` of a point: first and last, pixels. */
export function squareAround({ width, height }: Picture, x: number, y: number, radius: number) {
  return {
    x0: Math.max(0, Math.floor(x - radius)),
    x1: Math.min(width - 1, Math.ceil(x + radius)),
    y0: Math.max(0, Math.floor(y - radius)),
    y1: Math.min(height - 1, Math.ceil(y + radius)),
  };
}
