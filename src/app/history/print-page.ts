/** Prints the page in light colours: a chart has those of the theme it was drawn in. */
export function printPage(): void {
  const { dataset } = document.documentElement;
  const theme = dataset['theme'];
  dataset['theme'] = 'light';
  // Charts are drawn anew in the first frame, and are there in the second.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      print();
      if (theme === undefined) delete dataset['theme'];
      else dataset['theme'] = theme;
    }),
  );
}
