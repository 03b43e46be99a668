export const history = {
  lead: 'Sessions saved on this device, newest first.',
  emptyTitle: 'No sessions yet',
  empty: 'When you end a session, it appears here with its timeline.',
  off: 'Sessions are not saved: you switched that off in the settings.',
  running: 'running now',
  unsaved: 'not saved yet',
  open: (when: string) => `Open the session of ${when}`,
  missing: 'This session is not here. It may have been deleted.',
  back: 'All sessions',
  import: 'Import a session',
  imported: (when: string) => `The session of ${when} was imported.`,
  notImported: 'Nothing was imported.',
  unknownLearner: 'Learner not saved',
  whose: 'Whose sessions',
  everybody: 'Everybody',
  sessions: 'Sessions',
  drowsyAtOnce: 'drowsy from the start',
  drowsyAfter: (length: string) => `drowsy after ${length}`,
};

const TIMES =
  'never,once,twice,three times,four times,five times,six times,seven times,eight times,nine times'.split(
    ',',
  );
const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

export const summary = {
  title: 'Session summary',
  of: (name: string, when: string) => `${name}, ${when}`,
  noName: 'No name',
  times: 'Time in each state',
  share: (duration: string, percent: string) => `${duration} (${percent})`,
  alerts: 'Alerts',
  gentleAlerts: (n: number) => plural(n, 'gentle alert'),
  strongAlerts: (n: number) => plural(n, 'wake-up alert'),
  noAlerts: 'No alerts',
  longestClosure: 'Longest time with eyes closed',
  noClosure: 'none',
  duration: 'Length',
  closing: 'Saving the session …',
  kept: 'Saved on this device, under History.',
  notYet:
    'Not saved yet: this device has no room for it. Wakeful keeps trying while this page is open. Export it to be safe.',
  notKept: 'Sessions are not saved (see Settings). Export it now if you want to keep it.',
  csv: 'Export CSV',
  json: 'Export JSON',
  print: 'Print',
  delete: 'Delete session',
  confirmDelete: 'Delete this session for good?',
  goOn: 'Go on with this session',
  again: 'New session',
  deleted: 'The session is deleted.',
};

/** A session in words. */
export const story = {
  title: 'In words',
  hours: (n: number) => plural(n, 'hour'),
  minutes: (n: number) => plural(n, 'minute'),
  seconds: (n: number) => plural(n, 'second'),
  sleptOnce: (after: string, length: string) => `You drifted off once, ${after} in, for ${length}.`,
  slept: (times: number, after: string, longest: string) =>
    `You drifted off ${TIMES[times] ?? plural(times, 'time')}, first ${after} in; the longest was ${longest}.`,
  drowsyToo: (length: string) => `You were drowsy for ${length} in all.`,
  drowsy: (length: string, after: string) =>
    `You were drowsy for ${length} in all, first ${after} in, but did not drift off.`,
  awake: 'You stayed awake throughout.',
  awakeWhenSeen: (seen: string, length: string) =>
    `You were awake whenever Wakeful could see your eyes: ${seen} of ${length}.`,
  unseen: (length: string) => `For ${length} Wakeful could not see your eyes.`,
  neverSeen: 'Wakeful could not see your eyes in this session.',
  tooShort: 'This session was too short to say anything about it.',
};

export const tips = {
  title: 'Next time',
  beSeen: (todo: string) => `Let Wakeful see your eyes more. ${todo}`,
  sleepMore: (hours: string) =>
    `You had slept ${hours} h. Adults need at least 7: an early night helps more than any break.`,
  startRested: 'You were drowsy early on. Nap for 20 minutes, or walk around the block, before you begin.',
  breakBefore: (minutes: number) =>
    `Take a short break after ${minutes} minutes, before the drowsiness begins: stand up, walk, drink some water.`,
  breakHourly: 'A few minutes away from the screen every hour keep it that way.',
};

export const moments = {
  title: 'Watch again',
  lead: 'The parts of the lecture that you may have missed.',
  table: 'Moments to watch again',
  after: 'Into the session',
  clock: 'Time',
  lecture: 'In the lecture',
  what: 'What happened',
  asleep: (length: string) => `asleep ${length}`,
  drowsy: (length: string) => `drowsy ${length}`,
  more: (n: number) => `${plural(n, 'shorter moment')} left out.`,
};

export const notes = {
  title: 'Your notes',
  lectureStart: 'Lecture time when you started',
  lectureStartHint:
    'Where the video stood, for example 0:00 or 1:05:30. Wakeful then says where to watch again.',
  lectureStartWrong: 'Write it as minutes and seconds, for example 12:30, or 1:05:30 with hours.',
  hoursSlept: 'Hours slept last night',
  hoursSleptHint: 'Optional.',
  hoursSleptWrong: 'A number from 0 to 24.',
  note: 'Note',
  noteHint: 'What helped, what to do differently. It stays on this device.',
};

export const trends = {
  tooFew: (more: number) =>
    `After ${plural(more, 'more session')}, Wakeful can say how long you usually stay awake.`,
  mostlyAwake: 'You stay awake through most of your sessions.',
  drowsyAtOnce: 'You are usually drowsy from the start.',
  untilDrowsy: (after: string) => `You usually stay awake for ${after} before you get drowsy.`,
  weeks: 'Week by week',
  weeksHint: 'How long you watched each day, and how much of that time you were drowsy or asleep.',
  week: 'Week of',
  times: 'Time of day',
  worst: (when: string, percent: string) => `You are drowsy most at ${when}: ${percent} of the time.`,
  time: 'Time',
  drowsy: 'Drowsy or asleep',
  watched: 'Watched',
};
