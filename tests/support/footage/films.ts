import type { PortraitName } from './portraits';
import { blinking, blinks, closing, heavyLids, together, type Part, type Script } from './script';

/**
 * The films of the browser tests. A film starts when the page opens the camera, and over again at
 * its end, so that each begins with what a test needs first.
 */

/** Awake in front of the screen: what enrolment wants to see. */
export const AWAKE: Script = {
  name: 'awake',
  seed: 1,
  parts: [{ seconds: 12, people: ['learner'], closure: blinking(4) }],
};

/** Enrols, then nods off twice for `NOD_S` seconds. */
export const NOD_S = 2.4;
export const NODS_OFF: Script = {
  name: 'nods-off',
  seed: 2,
  parts: [
    { seconds: 28, people: ['learner'], closure: blinking(4) },
    { seconds: 9, people: ['learner'], closure: together(blinks(0.8, 7.2), closing(2, NOD_S)) },
    { seconds: 9, people: ['learner'], closure: together(blinks(1, 7.8), closing(2, NOD_S)) },
  ],
};

/** Heavy lids, and closures that are too long for blinks and too short for sleep. */
export const DROWSY: Script = {
  name: 'drowsy',
  seed: 3,
  parts: [{ seconds: 12, people: ['learner'], closure: heavyLids(0.62, 3, 0.6) }],
};

/** Talks, looks about and blinks a lot: wide awake. */
export const TALKS: Script = {
  name: 'talks',
  seed: 4,
  parts: [{ seconds: 20, people: ['learner'], motion: 'talking', closure: blinking(2.5) }],
};

/** Long closures with waking in between, for the alerts: awake and asleep by turns. */
export const SLEEPS: Script = {
  name: 'sleeps',
  seed: 5,
  parts: [
    { seconds: 14, people: ['learner'], closure: blinking(3.5) },
    { seconds: 10, people: ['learner'], closure: closing(0.5, 9) },
  ],
};

/** What else may be before a camera, `SCENE_S` seconds each. */
export const SCENE_S = 8;
export const SCENES = ['learner', 'nobody', 'stranger', 'two', 'dark', 'covered'] as const;
export type SceneName = (typeof SCENES)[number];

export const OTHER_SCENES: Script = {
  name: 'other-scenes',
  seed: 6,
  parts: [
    { seconds: SCENE_S, people: ['learner'], closure: blinking(4) },
    { seconds: SCENE_S, people: [] },
    { seconds: SCENE_S, people: ['stranger'], closure: blinking(4) },
    { seconds: SCENE_S, people: ['learner', 'stranger'], closure: blinking(4) },
    { seconds: SCENE_S, people: ['learner'], light: 0.05 },
    { seconds: SCENE_S, people: ['learner'], covered: true },
  ],
};

/**
 * A portrait on the wall beside the learner, who leaves; then a portrait of the learner. The film's
 * marker, which is white while eyes are closed, is white from then on.
 */
export const PORTRAIT_ON_THE_WALL: Script = {
  name: 'portrait-on-the-wall',
  seed: 7,
  parts: [
    {
      seconds: 50,
      people: ['stranger', 'learner'],
      portraits: ['stranger'],
      closure: blinking(3),
      motion: 'talking',
    },
    { seconds: 20, people: ['stranger', null], portraits: ['stranger'], closure: () => 1 },
    { seconds: 20, people: [null, 'learner'], portraits: ['learner'], closure: () => 1 },
  ],
};

/**
 * What somebody brings to the studio: awake, drowsy and asleep twice over, so that some of each can
 * be held out.
 */
export function studioFilm(person: PortraitName, seed: number): Script {
  const people = [person];
  const round: readonly Part[] = [
    { seconds: 5, people, closure: blinking(2.5) },
    { seconds: 5, people, closure: heavyLids(0.62, 2.5, 0.5) },
    { seconds: 5, people, closure: closing(0, 5) },
  ];
  return { name: `studio-${person}`, seed, parts: [...round, ...round] };
}
