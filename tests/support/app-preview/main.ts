import { speakAsWished } from '../../../src/app/messages/wished';

await speakAsWished();
await import('./show-app');
