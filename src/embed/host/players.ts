/** s to go back: what was slept through, and a little of what led to it. */
export const REWIND_S = 15;

/** What is asked of any player on the page; times in s. */
interface Player {
  readonly isPlaying: () => boolean | Promise<boolean>;
  readonly pause: () => unknown;
  readonly time: () => number | Promise<number>;
  readonly seek: (to: number) => unknown;
  readonly play: () => unknown;
}

/** Something that was paused, and goes on from a little earlier. */
type Resume = () => Promise<void>;

/** An HTML media element, or OgvJS, which is made like one. */
type Media = Pick<HTMLMediaElement, 'paused' | 'ended' | 'duration' | 'currentTime' | 'currentSrc'> &
  Element & { play(): unknown; pause(): void };

/** https://videojs.com/guides/api */
interface VideoJsPlayer {
  el(): Element | null;
  paused(): boolean;
  ended(): boolean;
  pause(): unknown;
  play(): unknown;
  currentTime(to?: number): number | undefined;
}

/** https://developers.google.com/youtube/iframe_api_reference */
interface YouTubePlayer {
  getPlayerState(): number;
  pauseVideo(): void;
  playVideo(): void;
  getCurrentTime(): number;
  seekTo(seconds: number, allowSeekAhead: boolean): void;
}
const YOUTUBE_PLAYING = 1;

/** https://developer.vimeo.com/player/sdk/reference */
interface VimeoPlayer {
  getPaused(): Promise<boolean>;
  pause(): Promise<unknown>;
  play(): Promise<unknown>;
  getCurrentTime(): Promise<number>;
  setCurrentTime(seconds: number): Promise<unknown>;
}

/** The players' scripts, where the page has loaded them. */
interface PageWithPlayers {
  readonly videojs?: { getPlayers?(): Readonly<Record<string, VideoJsPlayer | null>> };
  readonly YT?: { get?(id: string): YouTubePlayer | undefined };
  readonly Vimeo?: { readonly Player?: new (frame: HTMLIFrameElement) => VimeoPlayer };
}

const ofMedia = (media: Media): Player => {
  const source = media.currentSrc;
  // Another film in it, or gone from the page: then it is not the one that was paused.
  const isSame = () => media.isConnected && media.currentSrc === source;
  return {
    isPlaying: () => !media.paused && !media.ended,
    pause: () => media.pause(),
    time: () => media.currentTime,
    seek(to) {
      // A live stream has no earlier place.
      if (isSame() && Number.isFinite(media.duration)) media.currentTime = to;
    },
    play: () => isSame() && media.play(),
  };
};

const ofVideoJs = (player: VideoJsPlayer): Player => ({
  isPlaying: () => !player.paused() && !player.ended(),
  pause: () => player.pause(),
  time: () => player.currentTime() ?? 0,
  seek: (to) => player.currentTime(to),
  play: () => player.el()?.isConnected && player.play(),
});

const ofYouTube = (player: YouTubePlayer): Player => ({
  isPlaying: () => player.getPlayerState() === YOUTUBE_PLAYING,
  pause: () => player.pauseVideo(),
  time: () => player.getCurrentTime(),
  seek: (to) => player.seekTo(to, true),
  play: () => player.playVideo(),
});

const ofVimeo = (player: VimeoPlayer): Player => ({
  isPlaying: async () => !(await player.getPaused()),
  pause: () => player.pause(),
  time: () => player.getCurrentTime(),
  seek: (to) => player.setCurrentTime(to),
  play: () => player.play(),
});

/** Every player of a page and of the frames of its own origin. */
function* playersOf(page: Window): Generator<Player> {
  const { document } = page;
  const { videojs, YT, Vimeo } = page as PageWithPlayers;
  const wrapped: Element[] = [];
  for (const player of Object.values(videojs?.getPlayers?.() ?? {})) {
    const element = player?.el();
    if (!player || !element) continue;
    wrapped.push(element);
    yield ofVideoJs(player);
  }
  for (const media of document.querySelectorAll<Media>('video, audio, ogvjs'))
    if (!wrapped.some((element) => element.contains(media))) yield ofMedia(media);
  for (const frame of document.querySelectorAll('iframe')) {
    const { hostname } = new URL(frame.src || 'about:blank', document.baseURI);
    const youTube = /(^|\.)youtube(-nocookie)?\.com$/.test(hostname) ? YT?.get?.(frame.id) : undefined;
    if (youTube) yield ofYouTube(youTube);
    else if (hostname === 'player.vimeo.com' && Vimeo?.Player) yield ofVimeo(new Vimeo.Player(frame));
    else if (frame.contentDocument && frame.contentWindow) yield* playersOf(frame.contentWindow);
  }
}

/** Pauses what plays. A player that fails is left alone. @returns goes on with each of them */
export async function pausePage(page: Window): Promise<readonly Resume[]> {
  const paused = [...playersOf(page)].map(async (player): Promise<Resume[]> => {
    if (!(await player.isPlaying())) return [];
    await player.pause();
    const at = await player.time();
    return [
      async () => {
        // The learner has gone on already.
        if (await player.isPlaying()) return;
        await player.seek(Math.max(0, at - REWIND_S));
        await player.play();
      },
    ];
  });
  const settled = await Promise.allSettled(paused);
  return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
}

/** Where the page's lecture stands, seconds; null: none was seen to play. */
export function timeOfPage(page: Window): () => Promise<number | null> {
  /** The one that plays, or played last. */
  let lecture: Player | null = null;
  async function playing(player: Player): Promise<Player> {
    if (await player.isPlaying()) return player;
    throw new Error('It does not play.');
  }
  return async () => {
    lecture = await Promise.any([...playersOf(page)].map(playing)).catch(() => lecture);
    return (await lecture?.time()) ?? null;
  };
}
