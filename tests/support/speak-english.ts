import { speak } from '../../src/app/messages/messages';

await speak('en');
