/** The present colour of a swatch (Swatches.tsx) in an element. */
export function swatchColour(host: HTMLElement, name: string): string {
  const swatch = host.querySelector(`.swatch-${name}`);
  return swatch ? getComputedStyle(swatch).color : 'currentColor';
}
