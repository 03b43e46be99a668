import { speakAsWished } from './messages/messages';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');

// Before the app's modules load: their texts are in one language from the start.
await speakAsWished();
const { showApp } = await import('./show-app');
await showApp(target);
