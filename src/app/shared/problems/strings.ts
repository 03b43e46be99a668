import type { TroubleCode } from '../../../engine/protocol';
import type { LearnerFileErrorCode, StorageErrorCode } from '../../../profile';
import type { Advice } from '../../monitor/state-strings';

/** Everything that can be told to have gone wrong: while monitoring, in storage, or with an imported file. */
export type ProblemCode = TroubleCode | StorageErrorCode | LearnerFileErrorCode;

export const problems: Readonly<Record<ProblemCode, Advice>> = {
  'camera-denied': {
    title: 'The camera is not allowed',
    todo: 'Click the camera or lock symbol at the left end of the address bar, choose “Allow” for the camera, then try again. If it is allowed there, look into the privacy settings of your system.',
  },
  'camera-missing': {
    title: 'No camera was found',
    todo: 'Connect a camera, or choose another one, then try again. A notebook’s camera may have a switch or a shutter.',
  },
  'camera-busy': {
    title: 'The camera is in use',
    todo: 'Another program holds the camera. Close video calls and camera programs, or choose another camera, then try again.',
  },
  'camera-unplugged': {
    title: 'The camera went away',
    todo: 'Plug it in again, or choose another one, then try again. Your session goes on where it stopped.',
  },
  'insecure-context': {
    title: 'This page may not use the camera',
    todo: 'Browsers give the camera only to secure pages. Open this page with https:// in its address, or on this computer as localhost.',
  },
  'backend-unavailable': {
    title: 'The chosen backend does not run here',
    todo: 'Remove “?backend=” from the address, and the best one that runs is chosen. If you did not set it, update the browser.',
  },
  'device-lost': {
    title: 'The graphics chip was taken away',
    todo: 'This happens after sleep or a driver update. It is being started again. If this message stays, reload the page.',
  },
  'model-load': {
    title: 'A model file did not arrive',
    todo: 'Check the connection, then try again. What has arrived is not loaded twice.',
  },
  'checkpoint-invalid': {
    title: 'The trained network does not fit',
    todo: 'It was left out. Eyes and head are judged, which works by itself. Whoever runs this page should replace the checkpoint.',
  },
  'adopted-invalid': {
    title: 'Your own network could not be used',
    todo: 'It is damaged, or was made for another version. The network that Wakeful comes with judges instead. Choose another one in the studio, or train again.',
  },
  'storage-blocked': {
    title: 'Nothing can be kept here',
    todo: 'Monitoring works, but learners and sessions are gone when this page closes. Leave private browsing or allow this site to store data, then reload.',
  },
  'storage-full': {
    title: 'The storage is full',
    todo: 'Delete old sessions or free some space on this device. What was kept before is still there, and saving is tried again by itself.',
  },
  'storage-in-use': {
    title: 'Wakeful is open in another tab',
    todo: 'Close the other tabs in which it is open. The data then goes away by itself.',
  },
  'record-corrupt': {
    title: 'A damaged record was set aside',
    todo: 'Everything else works. You can export or delete it under Learners.',
  },
  'enrolment-timeout': {
    title: 'That took too long',
    todo: 'Too few clear pictures of your face came in. Sit in front of the camera with light on your face, then try again.',
  },
  'enrolment-other-person': {
    title: 'This is not the chosen learner',
    todo: 'The eyes of somebody else were in view. Choose who is learning, or enrol again.',
  },
  internal: {
    title: 'Something went wrong in the program',
    todo: 'Try again. If it happens again, reload the page. The technical detail below helps whoever looks into it.',
  },
  'file-not-learner': {
    title: 'This is not a learner’s file',
    todo: 'Choose a file that was exported here, under Learners.',
  },
  'file-too-new': {
    title: 'The file is from a newer Wakeful',
    todo: 'Reload this page to get the newest version, then import the file again.',
  },
  'file-damaged': {
    title: 'The file is damaged',
    todo: 'Export it again where it came from, or enrol anew: it takes twenty seconds.',
  },
};
