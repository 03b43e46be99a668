import uPlot from 'uplot';

/** uPlot's options, but for the width: a chart is as wide as the element that it is in. */
export type PlotOptions = Omit<uPlot.Options, 'width'>;

interface Plot {
  show(data: uPlot.AlignedData): void;
  resize(width: number): void;
  redraw(): void;
  destroy(): void;
}

/** A drawing by uPlot. It is the one place that needs a canvas: tests stand in for it here. */
export function createPlot(target: HTMLElement, options: PlotOptions): Plot {
  const { height } = options;
  const plot = new uPlot({ ...options, width: Math.max(1, target.clientWidth) }, [[], []], target);
  return {
    show: (data) => plot.setData(data),
    resize: (width) => plot.setSize({ width: Math.max(1, width), height }),
    redraw: () => plot.redraw(false, true),
    destroy: () => plot.destroy(),
  };
}
