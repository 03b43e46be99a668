import type { BackupErrorCode } from '../../../backup/backup-error';
import type { TroubleCode } from '../../../engine/protocol';
import type { LearnerFileErrorCode, StorageErrorCode } from '../../../profile';
import type { Advice } from '../strings';

/** What is said of a problem, and what the studio says otherwise. */
export interface ProblemWords extends Advice {
  readonly inStudio?: Partial<Advice>;
}

type ToldElsewhere = TroubleCode | StorageErrorCode | LearnerFileErrorCode | BackupErrorCode;

/** Whatever can go wrong. Errors with codes that are not here bring their own words. */
export const problems = {
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
    title: 'The camera was disconnected',
    todo: 'Plug it in again, or choose another one, then try again. Your session continues where it stopped.',
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
    title: 'The graphics chip stopped responding',
    todo: 'This can happen after sleep or a driver update. Wakeful is restarting it. If this message stays, reload the page.',
    inStudio: {
      todo: 'This can happen after sleep or a driver update. The training is saved up to its last saved step: press Resume.',
    },
  },
  'worker-silent': {
    title: 'The monitor stopped answering',
    todo: 'Nothing is being watched. Wakeful restarts it; if that does not help, press “Try again” or reload the page.',
  },
  'network-silent': {
    title: 'The network stopped answering',
    todo: 'Wakeful uses eyes and head position only while it restarts the network.',
  },
  'model-load': {
    title: 'A model file did not arrive',
    todo: 'Check the connection, then try again. What has arrived is not downloaded again.',
  },
  'checkpoint-invalid': {
    title: 'The trained network does not fit',
    todo: 'Wakeful uses eyes and head position only. Whoever runs this page should replace the model file.',
    inStudio: {
      title: 'This model does not fit',
      todo: 'Choose a .safetensors file that was exported from Wakeful. Your other models are safe.',
    },
  },
  'adopted-invalid': {
    title: 'Your own network could not be used',
    todo: 'It is damaged, or was made for another version. The built-in network is used instead. Choose another one in the studio, or train again.',
  },
  'storage-blocked': {
    title: 'Nothing can be saved here',
    todo: 'Monitoring works, but learners and sessions are lost when this page closes. Leave private browsing or allow this site to store data, then reload.',
    inStudio: {
      todo: 'The studio needs to store footage on this device. Leave private browsing, or allow this site to store data, then reload.',
    },
  },
  'storage-full': {
    title: 'The storage is full',
    todo: 'Delete old sessions or free some space on this device. What was saved before is still there, and Wakeful keeps trying to save the rest.',
    inStudio: {
      todo: 'What was done so far is saved. Export the data set or delete recordings you no longer need, then go on.',
    },
  },
  'storage-in-use': {
    title: 'Wakeful is open in another tab',
    todo: 'Close your other Wakeful tabs. The deletion then finishes by itself.',
  },
  'storage-newer': {
    title: 'A newer Wakeful keeps its data here',
    todo: 'This page is an older version. It leaves the data alone, and can save nothing. Reload to get the newer Wakeful; if that does not help, close all its tabs and open it again.',
  },
  'storage-deleted': {
    title: 'Everything was deleted in another tab',
    todo: 'A session that ran here has ended, and nothing of it is saved.',
  },
  'record-newer': {
    title: 'A newer Wakeful has been here',
    todo: 'This older page cannot read some of its data, and has left it alone. Reload to get the newer Wakeful.',
  },
  'record-corrupt': {
    title: 'A damaged record was moved aside',
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
    title: 'Something went wrong',
    todo: 'Try again. If it happens again, reload the page. The technical detail below helps whoever looks into the cause.',
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
    todo: 'Export it again where it came from, or set up again: it takes about 20 seconds.',
  },
  'backup-foreign': {
    title: 'This is not a file of “Export everything”',
    todo: 'Choose a wakeful-backup-….zip. Single learners, sessions and data sets are imported where they were exported: under Learners, History and Studio.',
  },
  'backup-damaged': {
    title: 'The file is damaged',
    todo: 'Nothing was changed here. Copy or export the file again: a part of it is missing or was changed.',
  },
  'backup-newer': {
    title: 'The file is from a newer Wakeful',
    todo: 'Nothing was changed here. Reload this page to get the newest version, then restore the file again.',
  },
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
    title: 'Training failed: its numbers grew out of control',
    todo: 'Your footage and labels are safe. Retrain less of the network, or choose another random seed under Advanced.',
  },
  'training-too-little': {
    title: 'There is too little to learn from',
    todo: 'Label more seconds of every state, then try again.',
  },
} satisfies Readonly<Record<ToldElsewhere, ProblemWords> & Record<string, ProblemWords>>;

export type ProblemCode = keyof typeof problems;

export const problemList = { label: 'Messages' };
