/** The little SVG that the figures are made of: strings, so that they are drawn in Node without a browser. */

/** Colours that colour-blind readers tell apart (Okabe and Ito 2008). */
export const COLOURS = {
  asleep: '#0072b2',
  drowsy: '#e69f00',
  awake: '#009e73',
  'asleep+drowsy': '#56b4e9',
  'drowsy+awake': '#cc79a7',
  line: ['#0072b2', '#d55e00', '#009e73', '#cc79a7'],
  ink: '#222222',
  grid: '#dddddd',
} as const;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character]!);
}

/** Two decimals are a hundredth of a pixel. */
const write = (value: number | string): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeXml(value);

export function element(
  name: string,
  attributes: Readonly<Record<string, number | string>>,
  content = '',
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${write(value)}"`);
  return content === ''
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${content}</${name}>`;
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Degrees, around (x, y). */
  readonly rotate?: number;
  readonly size?: number;
}

const FONT_SIZE = 12;

export function text(
  x: number,
  y: number,
  words: string,
  { anchor = 'start', rotate, size = FONT_SIZE }: TextOptions = {},
): string {
  const turned = rotate === undefined ? {} : { transform: `rotate(${rotate} ${write(x)} ${write(y)})` };
  return element(
    'text',
    { x, y, 'text-anchor': anchor, 'font-size': size, fill: COLOURS.ink, ...turned },
    escapeXml(words),
  );
}

export function document(width: number, height: number, title: string, parts: readonly string[]): string {
  return (
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        'font-family': 'sans-serif',
        role: 'img',
        'aria-label': title,
      },
      [
        element('title', {}, escapeXml(title)),
        element('rect', { width, height, fill: '#ffffff' }),
        ...parts,
      ].join('\n'),
    ) + '\n'
  );
}

/** Names of the series with their colours, one below the other. */
export function legend(
  x: number,
  y: number,
  entries: readonly { readonly name: string; readonly colour: string }[],
): string[] {
  return entries.flatMap(({ name, colour }, i) => [
    element('rect', { x, y: y + i * 18, width: 12, height: 12, fill: colour }),
    text(x + 18, y + i * 18 + 10, name),
  ]);
}
