// The texts that the studio still takes from here; everybody else takes them from where they are.
export * from './shared/state-strings';
export * from './shared/strings';
