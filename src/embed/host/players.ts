/** s to go back: what was slept through, and a little of what led to it. */
export const REWIND_S = 15;

/** s by which a film that nobody moved may differ: players tell their time up to a second late. */
const LATE_S = 2;

/** ms that a player has to say whether it plays. */
const ANSWER_WITHIN = 1_000;

/** What is asked of any player on the page; times in s. */
interface Player {
  readonly isPlaying: () => boolean | Promise<boolean>;
  /** Which film is in it. */
  readonly film: () => unknown;
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
  currentSrc(): string;
  paused(): boolean;
  ended(): boolean;
  pause(): unknown;
  play(): unknown;
  currentTime(to?: number): number | undefined;
}

/** https://developers.google.com/youtube/iframe_api_reference */
interface YouTubePlayer {
  getPlayerState(): number;
  getVideoData?(): { readonly video_id?: string };
  pauseVideo(): void;
  playVideo(): void;
  getCurrentTime(): number;
  seekTo(seconds: number, allowSeekAhead: boolean): void;
}
const YOUTUBE_PLAYING = 1;

/** https://developer.vimeo.com/player/sdk/reference */
interface VimeoPlayer {
  getPaused(): Promise<boolean>;
  getVideoId(): Promise<number>;
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

const ofMedia = (media: Media): Player => ({
  isPlaying: () => !media.paused && !media.ended,
  film: () => media.isConnected && media.currentSrc,
  pause: () => media.pause(),
  time: () => media.currentTime,
  seek(to) {
    // A live stream has no earlier place.
    if (Number.isFinite(media.duration)) media.currentTime = to;
  },
  play: () => media.play(),
});

const ofVideoJs = (player: VideoJsPlayer): Player => ({
  isPlaying: () => !player.paused() && !player.ended(),
  film: () => player.el()?.isConnected && player.currentSrc(),
  pause: () => player.pause(),
  time: () => player.currentTime() ?? 0,
  seek: (to) => player.currentTime(to),
  play: () => player.play(),
});

const ofYouTube = (player: YouTubePlayer): Player => ({
  isPlaying: () => player.getPlayerState() === YOUTUBE_PLAYING,
  film: () => player.getVideoData?.().video_id,
  pause: () => player.pauseVideo(),
  time: () => player.getCurrentTime(),
  seek: (to) => player.seekTo(to, true),
  play: () => player.playVideo(),
});

const ofVimeo = (player: VimeoPlayer): Player => ({
  isPlaying: async () => !(await player.getPaused()),
  film: () => player.getVideoId(),
  pause: () => player.pause(),
  time: () => player.getCurrentTime(),
  seek: (to) => player.setCurrentTime(to),
  play: () => player.play(),
});

/** What `find` finds; nothing where a player's script, or an address in the page, is broken. */
function found<T>(find: () => Iterable<T>): readonly T[] {
  try {
    return [...find()];
  } catch {
    return [];
  }
}

/** A tree of the page and the open shadow trees in it, where players made of components stand. */
function* treesIn(tree: ParentNode): Generator<ParentNode> {
  yield tree;
  for (const { shadowRoot } of tree.querySelectorAll('*')) if (shadowRoot) yield* treesIn(shadowRoot);
}

/**
 * Every player of a page and of the frames of its own origin; but for the monitor's, which shows
 * the learner.
 */
function* playersOf(page: Window): Generator<Player> {
  const { videojs } = page as PageWithPlayers;
  const wrapped: Element[] = [];
  for (const player of found(() => Object.values(videojs?.getPlayers?.() ?? {})))
    for (const element of found(() => [player?.el()])) {
      if (!player || !element) continue;
      wrapped.push(element);
      yield ofVideoJs(player);
    }
  for (const tree of treesIn(page.document)) {
    for (const media of tree.querySelectorAll<Media>('video, audio, ogvjs'))
      if (!wrapped.some((element) => element.contains(media))) yield ofMedia(media);
    for (const frame of tree.querySelectorAll('iframe')) yield* found(() => inFrame(frame, page));
  }
}

function* inFrame(frame: HTMLIFrameElement, page: Window): Generator<Player> {
  const { YT, Vimeo } = page as PageWithPlayers;
  const { hostname, pathname, searchParams } = new URL(frame.src || 'about:blank', page.document.baseURI);
  if (pathname.endsWith('/embed.html') && searchParams.has('host')) return;
  const youTube = /(^|\.)youtube(-nocookie)?\.com$/.test(hostname) ? YT?.get?.(frame.id) : undefined;
  if (youTube) yield ofYouTube(youTube);
  else if (hostname === 'player.vimeo.com' && Vimeo?.Player) yield ofVimeo(new Vimeo.Player(frame));
  else if (frame.contentDocument && frame.contentWindow) yield* playersOf(frame.contentWindow);
}

/**
 * Pauses what plays. A player that fails, or never answers, is left alone.
 * @returns goes on with each of them
 */
export function pausePage(page: Window): () => void {
  const paused = [...playersOf(page)].map(async (player): Promise<Resume | null> => {
    if (!(await player.isPlaying())) return null;
    await player.pause();
    const [at, film] = [await player.time(), await player.film()];
    return async () => {
      // It plays already, or another film is in it, or it is gone from the page.
      if ((await player.isPlaying()) || (await player.film()) !== film) return;
      // The learner has moved it, or played it for a while: their hand has the last word.
      if (Math.abs((await player.time()) - at) > LATE_S) return;
      await player.seek(Math.max(0, at - REWIND_S));
      await player.play();
    };
  });
  return () => {
    for (const each of paused) each.then((resume) => resume?.()).catch(() => undefined);
  };
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
    const late = new Promise<null>((resolve) => {
      page.setTimeout(() => resolve(null), ANSWER_WITHIN);
    });
    const first = Promise.any([...playersOf(page)].map(playing)).catch(() => null);
    lecture = (await Promise.race([first, late])) ?? lecture;
    // It is gone from the page, and would stand still for ever.
    if (lecture?.film() === false) lecture = null;
    return Promise.race([lecture?.time() ?? null, late]);
  };
}
