import type { Advice } from '../shared/strings';
import type { Refusal } from './refusal';

export const refusals: Readonly<Record<Refusal, Advice>> = {
  'not-framed': {
    title: 'This page belongs in a course page',
    todo: 'To use Wakeful on its own, open it directly.',
  },
  'insecure-frame': {
    title: 'This page may not use the camera',
    todo: 'The course page, and every page around it, has to be opened by https://. Tell whoever keeps the course.',
  },
  'host-missing': {
    title: 'The course page did not say who it is',
    todo: 'Its frame needs “?host=” and the page’s own origin in the address. Tell whoever keeps the course.',
  },
  'host-not-listed': {
    title: 'This course page is not on the list',
    todo: 'Whoever runs Wakeful here has to add it to WAKEFUL_FRAME_ANCESTORS and build again.',
  },
  'host-mismatch': {
    title: 'This page is not the one it claims to be',
    todo: 'The page around this frame is not the one in “?host=”. Nothing is told to it. Tell whoever keeps the course.',
  },
  'ancestor-not-listed': {
    title: 'A page around the course page is not on the list',
    todo: 'Open the course page in a tab of its own. If it belongs in another page, whoever runs Wakeful here has to add that page to WAKEFUL_FRAME_ANCESTORS.',
  },
  'camera-not-passed-on': {
    title: 'The course page blocks the camera',
    todo: 'Its frame needs allow="camera", and its Permissions-Policy must not forbid it. Tell whoever keeps the course.',
  },
  'no-handshake': {
    title: 'The course page does not answer',
    todo: 'It may lack wakeful-embed.js, or have another version of it. You can use the monitor without it.',
  },
  'storage-blocked': {
    title: 'Nothing can be kept in this frame',
    todo: 'The browser blocks the storage of frames. Allow site data (cookies) for this address in its settings, then reload. For this visit the monitor works without: your face is learnt anew each time.',
  },
  'storage-newer': {
    title: 'A newer Wakeful keeps its data here',
    todo: 'Nothing of it is touched. Reload the page to get the newer Wakeful. For this visit the monitor works without: your face is learnt anew.',
  },
};

export const embedText = {
  openInTab: 'Open in a tab of its own',
  waiting: 'Connecting with the course page …',
  opening: 'Reading what this device keeps …',
  heading: 'The monitor of this course page',

  consentTitle: 'Share how awake you are?',
  asks: 'asks for it.',
  leaves: 'It gets',
  leavesList: 'awake, drowsy, asleep or unknown, about once a second; alerts; whether a session runs.',
  never: 'It never gets',
  neverList:
    'pictures, face points, who you are, or what was learnt about your face. These stay in this browser.',
  after:
    'The course page decides what to do with it. You can stop sharing at any time. The camera stays off until you press Start.',
  ownProfile: 'Use my learner profile of this browser',
  ownProfileHint: 'Otherwise this course page gets a separate profile.',
  keep: 'Do not ask again until I close this tab',
  agree: 'Hold to share',
  covered: 'Show all of this to share',
  decline: 'Don’t share',
  cancel: 'Cancel',

  alone: 'Use without sharing',
  once: 'Use for this visit',
  sharedWith: 'Shared with',
  notShared: 'Nothing is shared',
  flooded: 'The course page sent too many messages and was disconnected. Nothing is shared.',
  withdraw: 'Stop sharing',
  askAgain: 'Share …',

  asked: 'The course page asks you to start.',
  profileRefused:
    'The browser did not give access to your profile. Import it under “Your data”, or set up your face here: it takes about 20 seconds.',
  keepRefused: 'This browser does not keep your answer in a frame: you will be asked again.',
  keepsNothing: 'Nothing is saved: everything is lost when you close this page.',
  again: 'Begin again',
  more: 'More',
  less: 'Less',
  data: 'Your data',
  back: 'Back to the monitor',
};
