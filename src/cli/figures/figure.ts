/** Figures as SVG, drawn by Vega in Node without a browser. */
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** Colours that colour-blind readers tell apart (Okabe and Ito 2008). */
export const COLOURS = {
  asleep: '#0072b2',
  'asleep+drowsy': '#56b4e9',
  drowsy: '#e69f00',
  'drowsy+awake': '#cc79a7',
  awake: '#009e73',
} as const;

/** The colours of curves, in their order. */
export const LINE_COLOURS = ['#0072b2', '#d55e00', '#009e73'] as const;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param title stands above the figure, and names it for screen readers */
export async function figure(title: string, description: string, spec: TopLevelSpec): Promise<string> {
  const whole = {
    background: 'white',
    padding: 12,
    title: { text: title, anchor: 'start' },
    ...spec,
  } as const;
  const svg = await new View(parse(compile(whole).spec), { renderer: 'none' }).toSVG();
  const [name, described] = [title, description].map((text) =>
    text.replace(/[&<>"]/g, (character) => ENTITIES[character]!),
  );
  return `${svg.replace(
    /^<svg ([^>]*)>/,
    `<svg $1 role="img" aria-label="${name}"><title>${name}</title><desc>${described}</desc>`,
  )}\n`;
}
