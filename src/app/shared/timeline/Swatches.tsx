/** The colours that a canvas takes from the style sheet: it knows no custom properties, the swatches do and follow the theme. */
export function Swatches({ names }: { readonly names: readonly string[] }) {
  return (
    <div hidden>
      {names.map((name) => (
        <span key={name} className={`swatch-${name}`} />
      ))}
    </div>
  );
}
