const SIZE = { width: 1280, height: 720 };
const FRAMES_PER_SECOND = 10;
const SLIDE_SECONDS = 12;

const SLIDES = [
  ['Sleep and learning', 'What a night does to a day of lectures'],
  ['Stages', 'Light sleep, deep sleep, REM: four to six rounds a night'],
  ['Memory', 'What was learnt is sorted and kept while you sleep'],
  ['Drowsiness', 'Long blinks are the first thing that others see'],
  ['What helps', 'Stand up, drink water, walk: then go on'],
];

/** A lecture without a film: slides and a wave, drawn into the video's stream. It stands still while the video does. */
export function drawLecture(video) {
  const canvas = Object.assign(document.createElement('canvas'), SIZE);
  const context = canvas.getContext('2d');
  let frame = 0;
  draw(context, 0);
  video.srcObject = canvas.captureStream(FRAMES_PER_SECOND);
  setInterval(() => {
    if (!video.paused || frame === 0) draw(context, ++frame / FRAMES_PER_SECOND);
  }, 1000 / FRAMES_PER_SECOND);
}

function draw(context, seconds) {
  const { width, height } = SIZE;
  const [title, text] = SLIDES[Math.floor(seconds / SLIDE_SECONDS) % SLIDES.length];
  context.fillStyle = '#10302b';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#f1ead8';
  context.font = '600 84px Georgia, serif';
  context.fillText(title, 90, 230);
  context.font = '34px system-ui, sans-serif';
  context.fillText(text, 92, 310);
  context.strokeStyle = '#e9b45c';
  context.lineWidth = 5;
  context.beginPath();
  for (let x = 90; x <= width - 90; x += 4)
    context.lineTo(x, 500 + 70 * Math.sin(x / 60 - seconds) * Math.exp(-(((x - 640) / 420) ** 2)));
  context.stroke();
  context.font = '26px system-ui, sans-serif';
  context.fillText(
    `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`,
    90,
    670,
  );
}
