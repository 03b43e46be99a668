/** A canvas whose pixels are read often, of the size that was last asked for. */
export class SizedCanvas {
  #context: OffscreenCanvasRenderingContext2D | null = null;

  /** To draw on; an empty one where the size has changed. */
  of(width: number, height: number): OffscreenCanvasRenderingContext2D {
    const { canvas } = this.#context ?? {};
    if (canvas?.width !== width || canvas.height !== height)
      this.#context = new OffscreenCanvas(width, height).getContext('2d', {
        alpha: false,
        willReadFrequently: true,
      });
    if (!this.#context) throw new Error('This browser draws no pictures in workers.');
    return this.#context;
  }
}
