import type { Suggestions } from '../../footage/recording';

/** The suggestions worker as the page sees it, through comlink. Rejections are WakefulErrors. */
export interface SuggestionsService {
  suggest(recordingId: string, onShare: (share: number) => void): Promise<Suggestions>;
}
