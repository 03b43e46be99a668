import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';

/** uPlot's options, but for the width: a chart is as wide as the element that it is in. */
type PlotOptions = Omit<uPlot.Options, 'width'>;

/** How charts of one kind look, whatever they show. */
export interface ChartKind<Content> {
  /** What they show at first. */
  readonly empty: Content;
  /** Colours that they take from the style sheet: `.swatch-` and these names. */
  readonly swatches: readonly string[];
  /**
   * @param now what is to be drawn
   * @param colour of a swatch, or without a name the text's; ask at every drawing, as the theme may
   * change
   */
  readonly options: (now: () => Content, colour: (swatch?: string) => string) => PlotOptions;
  readonly data: (content: Content) => uPlot.AlignedData;
}

/** The font of the axes. */
export const CHART_FONT = '12px system-ui, sans-serif';

interface Props<Content> {
  /** The same at every rendering: another one makes another chart. */
  readonly kind: ChartKind<Content>;
  /** null: what was drawn last stays. */
  readonly content: Content | null;
  /** What it shows, in words. */
  readonly label: string;
  readonly className: string;
  /** Told the width, in CSS pixels. The same at every rendering, as `kind`. */
  readonly onWidth?: (width: number) => void;
}

/** A chart as wide as its place, drawn anew when its content or the theme changes. */
export function Chart<Content>({ kind, content, label, className, onWidth }: Props<Content>) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const shown = useRef(kind.empty);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const options = kind.options(
      () => shown.current,
      (swatch) => colourIn(element, swatch),
    );
    const { height } = options;
    const created = new uPlot({ ...options, width: widthOf(element) }, [[], []], element);
    plot.current = created;
    const unfollow = followHost(
      element,
      () => {
        created.setSize({ width: widthOf(element), height });
        onWidth?.(element.clientWidth);
      },
      () => created.redraw(false, true),
    );
    return () => {
      unfollow();
      created.destroy();
      plot.current = null;
    };
  }, [kind, onWidth]);

  useEffect(() => {
    if (content === null) return;
    shown.current = content;
    plot.current?.setData(kind.data(content));
  }, [kind, content]);

  return (
    <div ref={host} className={className} role="img" aria-label={label}>
      <div hidden>
        {kind.swatches.map((name) => (
          <span key={name} className={`swatch-${name}`} />
        ))}
      </div>
    </div>
  );
}

/** CSS pixels; uPlot wants at least one. */
const widthOf = (element: HTMLElement): number => Math.max(1, element.clientWidth);

/** A canvas knows no custom properties; hidden swatches do, and follow the theme. */
function colourIn(host: HTMLElement, swatch?: string): string {
  const element = swatch === undefined ? host : host.querySelector(`.swatch-${swatch}`);
  return getComputedStyle(element ?? host).color;
}

/** Tells of other widths, and of other colours (the system's or as chosen). @returns ends it */
function followHost(element: HTMLElement, onWidth: () => void, onColours: () => void): () => void {
  const resized = new ResizeObserver(onWidth);
  resized.observe(element);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', onColours);
  const themed = new MutationObserver(onColours);
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    resized.disconnect();
    themed.disconnect();
    dark.removeEventListener('change', onColours);
  };
}
