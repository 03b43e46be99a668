/**
 * Tells a canvas what happens to the element that it is in: other widths, other colours (of the system or as chosen).
 * @returns ends it
 */
export function followHost(
  element: HTMLElement,
  onWidth: (width: number) => void,
  onColours: () => void,
): () => void {
  const resized = new ResizeObserver(() => onWidth(element.clientWidth));
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
