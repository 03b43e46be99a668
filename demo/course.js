import { mount } from '../wakeful-embed.js';
import { drawLecture } from './lecture.js';
import { keepLog } from './log.js';

const video = document.querySelector('#lecture');
const play = document.querySelector('#play');
const notice = document.querySelector('#notice');

const monitor = mount(document.querySelector('#wakeful'));
monitor.on('alert', ({ level }) => {
  if (level === 'strong' && !video.paused) {
    video.pause();
    notice.textContent = 'Paused, because you fell asleep.';
  }
});

// The learner's list of moments to watch again then has the lecture's times.
video.ontimeupdate = () => monitor.time(video.currentTime);

keepLog(monitor, document.querySelector('#log'));
document.querySelector('#ask').onclick = () => monitor.start();
document.querySelector('#pause').onclick = () => monitor.pause();
document.querySelector('#stop').onclick = () => monitor.stop();

drawLecture(video);
play.onclick = () => (video.paused ? video.play() : video.pause());
video.onplay = () => {
  play.textContent = 'Pause the lecture';
  notice.textContent = '';
};
video.onpause = () => (play.textContent = 'Play');
