export const welcome = {
  title: 'Stay with your lecture',
  lead: 'Wakeful watches your eyes through the webcam and alerts you when you get drowsy, while you learn in another tab or window.',
  who: 'Who is learning?',
  newLearner: 'Somebody new',
  /** Who gives no name; it can be changed later. */
  me: 'Me',
  name: 'Name (optional)',
  nameHint: 'It stays on this device. You can change it later under Learners.',
  since: (date: string) => `since ${date}`,
  remeasure: 'Recalibrate first (new glasses, different light or seat)',
  whatHappens: 'What happens',
  steps: {
    camera: 'Your browser asks for the camera. No sound is recorded.',
    enrolment: 'Look at the screen for about 20 seconds while Wakeful learns your face and your open eyes.',
    then: 'Go back to your lecture. Wakeful keeps watching in the background.',
    knownThen: 'Wakeful knows you already and starts at once.',
  },
  privacyTitle: 'On this device only',
  privacy:
    'Measurements of your face are biometric data. They stay in this browser, and the monitor stores no pictures. You can delete everything under Learners.',
  consent: 'By pressing Start, you agree to Wakeful measuring your face on this device.',
  start: 'Start',
  check: 'Sound and camera',
};

export const loading = {
  title: 'Getting ready',
  camera: 'Allow the camera when your browser asks.',
  models: (loaded: string, total: string) => `Loading Wakeful: ${loaded} of ${total}`,
  preparing: 'Starting Wakeful …',
  label: 'Loading Wakeful',
  /** Files are named by how their names begin. */
  file: {
    face_landmarker: 'Face detector',
    vision_wasm: 'Face detector engine',
    faceres: 'Face model',
    facenet: 'Face model (FaceNet)',
    default: 'Wakefulness model',
    checkpoint: 'Wakefulness model',
    tfjs: 'Model runtime',
  },
  other: 'Another file',
  progress: (loaded: string, total: string) => `${loaded} of ${total}`,
};

export const enrolment = {
  title: 'Look at the screen',
  known: 'Calibrating your eyes',
  explain: 'Sit the way you normally study, and blink normally.',
  progress: (percent: string) => `${percent} done`,
  progressLabel: 'Calibration',
  measuringAnew: 'Recalibrating your eyes',
  provisional: 'Provisional',
  provisionalHint: 'By general values until your own eyes are calibrated. Alerts start then.',
  stuck: 'Calibration is not moving on',
  stuckHint:
    'Check the picture: your whole face should be in it, lit from the front. Is this the right camera, and is the picture upright?',
  inTheWay: (hint: string) => `What was in the way: ${hint}. Change that, then try again.`,
};

export const allSet = {
  title: 'All set. Go back to your lecture',
  text: 'Wakeful keeps watching in the background.',
  reachTitle: 'How should Wakeful reach you?',
  reach: { sound: 'Sound', notification: 'Notification', both: 'Both' },
  blocked:
    'Your browser blocks notifications for this page, so Wakeful uses sound. To allow them, click the icon at the left end of the address bar.',
  done: 'Got it',
};

export const monitor = {
  heading: 'How awake you are',
  confidence: 'Confidence',
  perclos1: 'Eyes closed in the last minute',
  perclos3: 'In the last 3 minutes',
  closedFor: (percent: string, isNormal: boolean) => `${percent}, ${isNormal ? 'normal' : 'high'}`,
  perclosQuestion: 'What is normal?',
  perclosHint: (from: string, to: string) =>
    `How much of the time your eyes were at least 80 % shut (PERCLOS). Below ${from}, marked on the bar, is normal. From there it starts to count as drowsy; at ${to} it counts fully. It needs half of the time to be seen first.`,
  notYet: 'measuring',
  untrained: 'Face model unavailable: using eyes and head position only.',
  networkSilent: 'The face model does not answer: using eyes and head position only.',
  trained: (name: string) => `Based on your eyes, head position and the face model “${name}”.`,
  session: 'Session',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'End session',
  recalibrate: 'Recalibrate',
  snooze: (minutes: number) => `Snooze ${minutes} min`,
  quietUntil: (time: string) => `Quiet until ${time}, unless you fall asleep`,
  snoozedUntil: (time: string) => `No alerts until ${time}`,
  missed: 'I was drowsy and you missed it',
  noted: 'Noted in this session’s record.',
  endSnooze: 'Turn alerts back on',
  popOut: 'Small window',
  closePopOut: 'Close small window',
  turned: (turn: number) =>
    turn === 180
      ? 'Your camera is upside down. Its picture is turned for you.'
      : 'Your camera lies on its side. Its picture is turned for you.',
  notTurned: 'The picture is shown as the camera gives it.',
  turn: 'Turn',
  turnPicture: 'Turn camera picture',
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
    strong: 'Your eyes were closed. If it happens again, a 10-minute break will help more than carrying on.',
    failure: 'Nothing is being watched. The page says why, and how to go on.',
  },
  acknowledge: 'I’m awake',
  keys: 'Space, Enter or Esc',
  wrong: { gentle: 'I wasn’t drowsy', strong: 'I wasn’t asleep' },
};

export const breaks = {
  title: 'Time for a break',
  text: {
    time: (worked: string) =>
      `You have been at it for ${worked}. Get up and look into the distance for ten minutes.`,
    drowsy: () => 'Drowsiness is building up. A 10-minute break will help more than carrying on.',
  },
  take: 'Take a break',
  later: 'Remind me in 10 minutes',
};
