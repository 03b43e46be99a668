/** The suggestions worker's entry: what the seconds of a recording are proposed to be. */
import { expose } from 'comlink';
import { suggestRecording } from '../../footage/labels/suggest-recording';
import { FootageStore } from '../../footage/library/store';
import '../network-worker/wakeful-throw';
import type { SuggestionsService } from './protocol';

const library = new FootageStore();

const service: SuggestionsService = {
  suggest: (recordingId, onShare) => suggestRecording(library, recordingId, onShare),
};
expose(service);
