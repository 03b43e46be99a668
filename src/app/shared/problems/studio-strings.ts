import type { Advice } from '../../monitor/state-strings';

/** What can go wrong in the studio alone. Codes that are not here bring their own words. */
export const studioProblems: Readonly<Record<string, Advice>> = {
  'footage-unreadable': {
    title: 'This file cannot be read',
    todo: 'It may be damaged, or in a format that this browser does not know. Play it in a video program, save it as mp4 (H.264) or webm, and import that.',
  },
  'footage-empty': {
    title: 'There is nothing in this file',
    todo: 'The video has no pictures. Choose another one, or record it again.',
  },
  'footage-no-face': {
    title: 'No face was found',
    todo: 'Wakeful needs a face seen from the front, not too small and not too dark. Choose another video, or record with the webcam.',
  },
  'training-diverged': {
    title: 'The training went astray',
    todo: 'Its numbers grew without limit. Your footage and labels are unharmed. Try a less deep training, or another seed under Advanced.',
  },
  'training-too-little': {
    title: 'There is too little to learn from',
    todo: 'Label more seconds of every state, then try again.',
  },
  'device-lost': {
    title: 'The graphics chip was taken away',
    todo: 'This happens after sleep or a driver update. The training is kept up to its last saved step: press Resume.',
  },
  'storage-full': {
    title: 'The storage is full',
    todo: 'What was done so far is kept. Export the data set or delete recordings you no longer need, then go on.',
  },
  'checkpoint-invalid': {
    title: 'This is no model that fits',
    todo: 'Choose a .safetensors file that was exported from Wakeful. Your other models are unharmed.',
  },
  'storage-blocked': {
    title: 'Nothing can be kept here',
    todo: 'The studio needs to store footage on this device. Leave private browsing, or allow this site to store data, then reload.',
  },
};
