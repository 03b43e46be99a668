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
  /** null: the learner has not agreed. */
  let score = agreement && WakefulnessScore.from(lms.kept);
  if (agreement) agreement.checked = score !== null;
  let isCompleted = lms.wasCompleted;
  const progress = () => ({
    // Before its metadata it stands at 0.
    time: video.readyState >= HTMLMediaElement.HAVE_METADATA ? video.currentTime : lms.resumeAt,
    isCompleted,
    score: score?.percent ?? null,
    kept: agreement && (score?.kept ?? ''),
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
  addEventListener('pagehide', ({ persisted }) => {
    // The browser may bring the page back as it is, and a visit that was ended does not go on.
    if (persisted) save();
    else lms.close(progress());
  });

  agreement?.addEventListener('change', () => {
    score = agreement.checked ? new WakefulnessScore() : null;
    const isClear = score !== null || lms.takeScoreBack();
    document.querySelector<HTMLElement>('#score-kept')!.hidden = isClear;
    save();
  });

  // Told by wakeful-auto.js, while the learner shares.
  document.addEventListener('wakeful', (event) => {
    if (!(event instanceof CustomEvent) || video.paused) return;
    const { type, state } = event.detail as { readonly type: string; readonly state?: unknown };
    if (type === 'state') score?.add(state);
  });
  save();
}
