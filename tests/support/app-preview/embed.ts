import { speakAsWished } from '../../../src/app/messages/messages';

await speakAsWished();
await import('./show-embed');
