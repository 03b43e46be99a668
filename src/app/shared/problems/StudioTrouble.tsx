// The name of yesterday, for the studio, until its files say ProblemAlert.
export { ProblemAlert as StudioTrouble } from './Problems';
