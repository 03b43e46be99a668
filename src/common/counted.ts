/** "1 session", "2 sessions": for command lines and documents, which are in English. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;
