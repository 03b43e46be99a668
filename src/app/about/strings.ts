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
