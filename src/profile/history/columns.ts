/** What is kept of every second, one byte each: codes of `codes.ts`. */
export const COLUMN_NAMES = ['state', 'reason', 'confidence', 'perclos'] as const;

/** All columns are of one length: one entry per second. */
export type Columns = Readonly<Record<(typeof COLUMN_NAMES)[number], Uint8Array>>;

/** One second, in codes. */
export type ColumnRow = Readonly<Record<(typeof COLUMN_NAMES)[number], number>>;

/** The columns from one second up to another: views, not copies. */
export function sliceColumns(columns: Columns, from: number, to?: number): Columns {
  return mapColumns((name) => columns[name].subarray(from, to));
}

export function mapColumns(make: (name: keyof Columns) => Uint8Array): Columns {
  return {
    state: make('state'),
    reason: make('reason'),
    confidence: make('confidence'),
    perclos: make('perclos'),
  };
}

/** Seconds there is room for at first: ten minutes. */
const FIRST_CAPACITY = 600;

/** Columns that grow at the end; a session of eight hours takes 115 kB. */
export class GrowingColumns {
  #room = mapColumns(() => new Uint8Array(FIRST_CAPACITY));
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view of all seconds; later ones are not in it. */
  get all(): Columns {
    return sliceColumns(this.#room, 0, this.#length);
  }

  push(row: ColumnRow): void {
    if (this.#length === this.#room.state.length) {
      const old = this.#room;
      this.#room = mapColumns((name) => {
        const grown = new Uint8Array(2 * this.#length);
        grown.set(old[name]);
        return grown;
      });
    }
    for (const name of COLUMN_NAMES) this.#room[name][this.#length] = row[name];
    this.#length += 1;
  }
}
