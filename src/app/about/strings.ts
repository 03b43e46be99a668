export const about = {
  computedTitle: 'How it works',
  computed: [
    'Wakeful finds your face in each picture and places 478 points on it. They show how far your eyes and mouth are open and how you hold your head.',
    'Two to ten times a second, a network turns your face into a list of numbers. The numbers that describe who you are get subtracted (the “deviation”), which leaves how awake you look. Without a trained network, Wakeful uses eyes and head position only.',
    'All of this is compared with how you look when you are awake, as measured at the start. The result is one of three states for every second: awake, drowsy or asleep. If Wakeful can’t tell, the state is unknown, and it says why.',
    'Drowsiness of 8 seconds raises a gentle alert, sleep of 3 seconds a strong one. After you answer, it is quiet for 2 minutes.',
  ],
  storedTitle: 'What is stored',
  stored: [
    'In this browser only: for each learner a name, the numbers that describe their face, eye opening and head position (biometric data); for each session the state of every second with its reason, how sure it is and how much the eyes were closed, the alerts, and your notes; your settings; and the app with its models, so that it works offline.',
    'If you use the studio: small pictures of the faces in your footage, their labels and measurements, and the models trained on them (biometric data).',
    'The monitor never stores pictures, video, sound or face points. Nothing leaves this device: the page is not even allowed to contact another site.',
    'You can delete sessions under History, and learners or everything under Learners.',
  ],
  unknownTitle: 'What Wakeful can’t tell',
  unknown: [
    'Whether you are listening, learning or interested. It only looks at how awake you are.',
    'How well it works for you. It was not tested on everybody. Glasses, hair over the eyes, poor light, a camera below or beside you, and eye conditions make it worse.',
    'It is not a medical device, and not made for driving or operating machines. Do not rely on it where falling asleep is dangerous.',
  ],
  keysTitle: 'Keyboard',
  keys: [
    { keys: 'Space, Enter or Esc', does: 'dismiss an alert' },
    { keys: 'Tab, Shift + Tab', does: 'move to the next or previous control' },
    { keys: 'Space or Enter', does: 'use the control' },
    { keys: 'Arrow keys', does: 'change an option or a slider' },
  ],
  methodTitle: 'The method',
  method:
    'Based on the paper “Internal State Estimation Based on Facial Images with Individual Feature Separation and Mixup Augmentation”, with measures of eyes and head added. Models: MediaPipe Face Mesh (Apache 2.0) and FaceRes (Apache 2.0).',
  licenses: 'Open-source licences',
};
