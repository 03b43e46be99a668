/** What of a terminal is needed to show progress. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const MEGABYTE = 1e6;

/** Shows "name 12 % (13.4 of 111.8 MB)": in place on a terminal, a line for every tenth in a log. */
export function progressLine(output: Output, name: string): (loaded: number, total: number) => void {
  const step = output.isTTY ? 1 : 10;
  let shown = -1;
  return (loaded, total) => {
    const percent = Math.floor((100 * loaded) / total / step) * step;
    if (percent === shown) return;
    shown = percent;
    const [done, all] = [loaded, total].map((bytes) => (bytes / MEGABYTE).toFixed(1));
    const line = `${name} ${percent} % (${done} of ${all} MB)`;
    output.write(output.isTTY ? `\r${line}${loaded >= total ? '\n' : ''}` : `${line}\n`);
  };
}
