/** Degrees clockwise by which a camera's picture has to be turned for faces to stand upright. */
export const TURNS = [0, 90, 180, 270] as const;
export type Turn = (typeof TURNS)[number];

/** So many quarters further, clockwise. */
export const turnedBy = (turn: Turn, quarters: number): Turn =>
  TURNS[(TURNS.indexOf(turn) + quarters) % TURNS.length]!;
