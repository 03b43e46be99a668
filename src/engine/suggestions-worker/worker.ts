/** The suggestions worker's entry: what the seconds of a recording are proposed to be. */
import { expose } from 'comlink';
import { suggestRecording } from '../../footage/labels/suggest-recording';
import { FootageStore } from '../../footage/library/store';
import '../network-worker/wakeful-throw';
import type { Suggestions } from '../../footage/recording';

/** The suggestions worker as the page sees it, through comlink. Rejections are WakefulErrors. */
export interface SuggestionsService {
  suggest(recordingId: string, onShare: (share: number) => void): Promise<Suggestions>;
}

const library = new FootageStore();

const service: SuggestionsService = {
  suggest: (recordingId, onShare) => suggestRecording(library, recordingId, onShare),
};
expose(service);
