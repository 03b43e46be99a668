export const welcome = {
  title: 'Stay with your lecture',
  lead: 'Wakeful looks at your face through the webcam and tells you when you are getting drowsy, while you learn in another tab or window.',
  who: 'Who is learning?',
  newLearner: 'Somebody new',
  name: 'Your name',
  nameHint: 'Any name you like. It stays on this device.',
  nameMissing: 'Please give a name, so that you find yourself again next time.',
  since: (date: string) => `enrolled ${date}`,
  remeasure: 'Measure my eyes anew (new glasses, other light, other place)',
  whatHappens: 'What happens',
  steps: {
    camera: 'The browser asks for the camera. No sound is recorded.',
    enrolment:
      'You look at the screen for some twenty seconds. Wakeful learns what your face and your open eyes are like.',
    then: 'Then go back to your lecture. Every second is judged, in the background too.',
    knownThen: 'Wakeful knows you already: judging starts at once.',
  },
  privacyTitle: 'On this device only',
  privacy:
    'The numbers that describe your face and eyes are biometric data. They are computed and stored in this browser, never sent anywhere. The monitor stores no pictures. You can delete everything under Learners.',
  consent: 'By pressing Start you agree that your face is measured like this, on this device only.',
  start: 'Start',
  camera: 'Camera',
  check: 'Sound and camera',
};

export const loading = {
  title: 'Getting ready',
  camera: 'Allow the camera when the browser asks.',
  models: 'Loading the models. Next time they come from this device.',
  /** Files are named by how their names begin. */
  file: {
    face_landmarker: 'Face finder',
    vision_wasm: 'Program of the face finder',
    faceres: 'Face network',
    facenet: 'Face network (FaceNet)',
    checkpoint: 'Trained wakefulness network',
    tfjs: 'Program of the networks',
  },
  progress: (loaded: string, total: string) => `${loaded} of ${total}`,
  done: 'loaded',
  preparing: 'Starting the models …',
};

export const enrolment = {
  title: 'Look at the screen',
  known: 'Measuring your eyes',
  explain: 'Sit as you sit when you learn. Blink as you like.',
  progress: (percent: string) => `${percent} done`,
  progressLabel: 'Enrolment',
  measuringAnew: 'Measuring your eyes anew',
};

export const monitor = {
  heading: 'How awake you are',
  confidence: 'Confidence',
  perclos1: 'Eyes closed, 1 min',
  perclos3: 'Eyes closed, 3 min',
  perclosHint:
    'PERCLOS: the share of time with the eyes at least 80 % closed. Half of the time has to be seen first.',
  notYet: 'measuring',
  untrained: 'Network not trained: judging by eyes and head only.',
  networkSilent: 'The network does not answer: judging by eyes and head only.',
  trained: (name: string) => `Judged by eyes, head and the network “${name}”.`,
  session: 'Session',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'End session',
  recalibrate: 'Measure eyes anew',
  snooze: 'Snooze',
  snoozeFor: (minutes: number) => `${minutes} min`,
  snoozeLabel: (minutes: number) => `No alerts for ${minutes} minutes`,
  quietUntil: (time: string) => `No alerts until ${time}`,
  endSnooze: 'Alert again',
  popOut: 'Small window',
  closePopOut: 'Close small window',
  turned: (turn: number) =>
    turn === 180
      ? 'Your camera is upside down. Its picture is turned for you.'
      : 'Your camera lies on its side. Its picture is turned for you.',
  preview: 'Camera picture',
  showPreview: 'Show camera picture',
  hidePreview: 'Hide camera picture',
  hide: 'Hide',
  show: 'Show',
  previewHidden: 'The camera is on; its picture is hidden.',
  details: 'Details',
  controls: 'Session controls',
};

export const details = {
  backend: 'Backend',
  backendForced: (name: string) => `${name} (chosen by the address)`,
  device: 'Device',
  backbone: 'Face network',
  frameSource: 'Frames come by',
  frameSources: { 'track-processor': 'track processor', 'image-bitmap': 'image bitmaps' },
  fps: 'Frames',
  verdicts: 'Network verdicts',
  tensors: 'Tensors held',
  similarity: 'Likeness to the enrolled face',
  ear: 'Eye aspect ratio, left / right',
  pose: 'Head pitch / yaw / roll',
  openness: 'Eye opening',
  closure: 'Eyes closed for',
};

export const alert = {
  titles: { gentle: 'You look drowsy', strong: 'Wake up', failure: 'Wakeful has stopped' },
  texts: {
    gentle: 'Sit up, look into the distance, take a sip of water. A short walk helps most.',
    strong: 'Your eyes have been closed. If this goes on, a break will do more than the lecture.',
    failure: 'Nothing is being watched. The page says why, and how to go on.',
  },
  acknowledge: 'I’m awake',
  keys: 'Space, Enter or Esc',
  snooze: (minutes: number) => `Snooze ${minutes} min`,
};
