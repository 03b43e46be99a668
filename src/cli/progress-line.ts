/** What of a terminal is needed. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** @param share 0..1 of `what` */
  show(what: string, share: number): void;
  end(): void;
}

/** One line that is drawn over on a terminal; elsewhere (a log file) a line each time that `what` changes. */
export function progressLine(terminal: Terminal): ProgressLine {
  let last = '';
  return {
    show(what, share) {
      if (terminal.isTTY) {
        terminal.write(`\r\u001b[2K${what} ${Math.round(100 * share)} %`);
      } else if (what !== last) {
        terminal.write(`${what}\n`);
      }
      last = what;
    },
    end() {
      if (terminal.isTTY && last !== '') terminal.write('\r\u001b[2K');
    },
  };
}
