/** Progress on a terminal, drawn over in place, and in a log file, in few lines. */

/** What of a terminal is needed. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One line that is drawn over on a terminal; in a log file, a line each time `what` changes. */
export function progressLine(terminal: Terminal) {
  let last = '';
  return {
    /** @param fraction 0..1, of `what` */
    show(what: string, fraction: number): void {
      if (terminal.isTTY) {
        terminal.write(`\r\u001b[2K${what} ${Math.round(100 * fraction)} %`);
      } else if (what !== last) {
        terminal.write(`${what}\n`);
      }
      last = what;
    },
    end(): void {
      if (terminal.isTTY && last !== '') terminal.write('\r\u001b[2K');
    },
  };
}

const MEGABYTE = 1e6;

/** Shows "name 12 % (13.4 of 111.8 MB)": in place on a terminal, every tenth in a log. */
export function downloadProgress(terminal: Terminal, name: string): (loaded: number, total: number) => void {
  const step = terminal.isTTY ? 1 : 10;
  let shown = -1;
  return (loaded, total) => {
    const percent = Math.floor((100 * loaded) / total / step) * step;
    if (percent === shown) return;
    shown = percent;
    const [done, all] = [loaded, total].map((bytes) => (bytes / MEGABYTE).toFixed(1));
    const line = `${name} ${percent} % (${done} of ${all} MB)`;
    terminal.write(terminal.isTTY ? `\r${line}${loaded >= total ? '\n' : ''}` : `${line}\n`);
  };
}
