import type { BackboneId } from '../../common/backbone-ids';
import type { AlertChannelName } from '../../profile';

export const history = {
  lead: 'Sessions kept on this device, the latest first.',
  emptyTitle: 'No sessions yet',
  empty: 'When you end a session, it appears here with its timeline.',
  off: 'Sessions are not kept: that is switched off in the settings.',
  running: 'running now',
  open: (when: string) => `Open the session of ${when}`,
  missing: 'This session is not here. It may have been deleted.',
  back: 'All sessions',
  unknownLearner: 'Learner not kept',
};

export const learners = {
  lead: 'Who can be recognised on this device. Face and eye measurements are biometric data: they stay in this browser.',
  emptyTitle: 'Nobody yet',
  empty: 'The first session enrols you: start it on the monitor.',
  biometric: 'Biometric data',
  describe: (frames: number, backbone: string) =>
    `Face vector from ${frames} pictures (${backbone}), eye opening, head position. No pictures.`,
  enrolled: (when: string) => `Enrolled ${when}`,
  measured: (when: string) => `eyes measured ${when}`,
  active: 'Chosen for the next session',
  choose: 'Choose',
  rename: 'Rename',
  newName: 'New name',
  recalibrate: 'Measure eyes anew',
  reenrol: 'Enrol again',
  export: 'Export',
  exportHint: 'The file holds biometric data: keep it to yourself.',
  import: 'Import a learner',
  imported: (name: string) => `${name} was imported.`,
  delete: 'Delete',
  confirmDelete: (name: string) => `Delete ${name} and all their sessions for good?`,
  busy: 'End the running session first.',
  setAsideTitle: 'Damaged records',
  setAside: 'These could not be read and were set aside. Everything else works.',
  setAsideRecord: (shelf: string, reason: string) => `From “${shelf}”: ${reason}`,
  setAsideExport: 'Export damaged records',
  confirmSetAside: 'Delete this damaged record for good?',
  everythingTitle: 'Delete everything on this device',
  everything:
    'All learners, sessions, footage, settings and models of Wakeful in this browser. Only the program itself stays, which knows nobody. This cannot be undone.',
  everythingButton: 'Delete everything',
  confirmEverything: 'Really delete all learners, sessions, footage, models and settings?',
  everythingYes: 'Yes, delete all of it',
  everythingDone: 'Everything is deleted.',
};

const channels: Readonly<Record<AlertChannelName, { readonly label: string; readonly hint: string }>> = {
  visual: {
    label: 'On the page',
    hint: 'A strong alert covers the page until you answer it, or have been awake for five seconds.',
  },
  sound: { label: 'Sound', hint: 'Soft when you are drowsy, louder and louder when you sleep.' },
  notification: {
    label: 'Notification',
    hint: 'From the browser, over whatever window is in front.',
  },
  vibration: { label: 'Vibration', hint: 'On phones and tablets that have it.' },
  title: { label: 'Tab title and icon', hint: 'The tab changes its name and its icon.' },
};

export const settings = {
  lead: 'Kept on this device, used at once.',
  alerts: 'Alerts',
  channels,
  unavailable: 'Not in this browser.',
  allow: 'Allow notifications',
  permission: {
    granted: 'Allowed by the browser.',
    denied: 'Blocked by the browser. Allow notifications for this page at the left end of the address bar.',
    default: 'The browser has not been asked yet.',
  },
  network: 'Network',
  backbone: 'Judge by',
  backbones: { faceres: 'FaceRes (small, fast)', facenet: 'FaceNet (the paper’s)' } satisfies Record<
    BackboneId,
    string
  >,
  backboneHint: 'From the next session on. Each network has to learn your face once.',
  snooze: 'Snooze in an alert',
  snoozeFor: (minutes: number) => `${minutes} min`,
  camera: 'Camera',
  mirror: 'Show the picture as in a mirror',
  look: 'Look',
  session: 'Session',
  wakeLock: 'Keep the screen on while monitoring',
  keepHistory: 'Keep sessions in the history',
};

export const about = {
  computedTitle: 'What is computed',
  computed: [
    'On each picture the face is found and 478 points are placed on it. From them come the opening of both eyes, the mouth, and how the head is held.',
    'Two to ten times a second a network turns the face into a vector. Your own face vector is subtracted from it (the “deviation”), so that what remains is your state rather than who you are. While no trained network is installed, this part says nothing and is left out.',
    'All of it is compared with your own measurements from the enrolment, and joined into one of three states for every second: awake, drowsy, asleep. If that cannot be told, the state is unknown, with the reason.',
    'Drowsiness of 8 seconds raises a gentle alert, sleep of 3 seconds a strong one. After you answer, it is quiet for 2 minutes.',
  ],
  storedTitle: 'What is stored',
  stored: [
    'In this browser only: for each learner a name, a face vector, eye opening and head position (biometric data); for each session one state, reason, confidence and eye-closure share per second, and the alerts; your settings; the model files and the program itself, so that it works without a network.',
    'If you use the studio: small pictures of the faces in the footage you bring, their labels and measurements, and the models trained on them (biometric data).',
    'Not stored by the monitor: pictures, video, sound, face points. Nothing leaves this device: the page may not even contact another site.',
    'Delete single learners or sessions, or everything, under Learners.',
  ],
  unknownTitle: 'What is not known',
  unknown: [
    'Whether you are listening, learning or interested. How awake you are is all that it looks at.',
    'How well it works for you. It was not tested on everybody: glasses, hair, dark light, a camera from below or the side, and eye conditions make it worse.',
    'It is no medical device, and no device for driving or operating machines. Do not rely on it where falling asleep is dangerous.',
  ],
  keysTitle: 'Keyboard',
  keys: [
    { keys: 'Space, Enter or Esc', does: 'while an alert stands: answer it' },
    { keys: 'Tab, Shift + Tab', does: 'go to the next or previous control' },
    { keys: 'Space or Enter', does: 'use the control' },
    { keys: 'Arrow keys', does: 'change a choice or a slider' },
  ],
  methodTitle: 'The method',
  method:
    'After “Internal State Estimation Based on Facial Images with Individual Feature Separation and Mixup Augmentation”, with eye and head measures added. Models: MediaPipe Face Mesh (Apache 2.0) and FaceRes (Apache 2.0).',
  licenses: 'Licences of the packages that it is made of',
};
