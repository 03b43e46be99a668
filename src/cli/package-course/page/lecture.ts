/** The script of a packaged lecture: tells the learning platform how far the learner has come. */
import { openLms } from './lms';
import { WakefulnessScore } from './wakefulness-score';

/** ms between two savings while the video plays. */
const SAVE_EVERY = 30_000;

/** s before its end from which a video begins anew. */
const ALMOST_OVER = 1;

const video = document.querySelector('video');
const lms = openLms(window, () => performance.now());
if (video && lms) follow(video, lms);

function follow(video: HTMLVideoElement, lms: NonNullable<ReturnType<typeof openLms>>): void {
  /** Only in a package whose instructor asks for it. */
  const agreement = document.querySelector<HTMLInputElement>('#count-drowsiness');
  const score = new WakefulnessScore();
  let isCompleted = lms.wasCompleted;
  const progress = () => ({
    // Before its metadata it stands at 0.
    time: video.readyState >= HTMLMediaElement.HAVE_METADATA ? video.currentTime : lms.resumeAt,
    isCompleted,
    score: agreement?.checked ? score.percent : null,
  });
  const save = (): void => lms.save(progress());

  function resume(): void {
    if (lms.resumeAt < video.duration - ALMOST_OVER) video.currentTime = lms.resumeAt;
  }
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) resume();
  else video.addEventListener('loadedmetadata', resume, { once: true });

  video.addEventListener('ended', () => {
    isCompleted = true;
    save();
  });
  video.addEventListener('pause', save);
  setInterval(() => {
    if (!video.paused) save();
  }, SAVE_EVERY);
  addEventListener('pagehide', () => lms.close(progress()));

  // Told by wakeful-auto.js, while the learner shares.
  document.addEventListener('wakeful', (event) => {
    if (!(event instanceof CustomEvent) || !agreement?.checked || video.paused) return;
    const { type, state } = event.detail as { readonly type: string; readonly state?: unknown };
    if (type === 'state') score.add(state);
  });
  save();
}
