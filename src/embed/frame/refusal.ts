import { allowsFeature } from '../permissions';
import { isAllowedHost, originOf } from './allowed-hosts';

/** Why the frame shows no monitor. Each has its words in the catalogues. */
export type Refusal =
  /** embed.html was opened as a page of its own. */
  | 'not-framed'
  /** This page or one around it is not secure: there is no camera then. */
  | 'insecure-frame'
  /** `?host=` is missing or names no origin. */
  | 'host-missing'
  /** The deployer did not list this course page. */
  | 'host-not-listed'
  /** The page around the frame is not the one that `?host=` names. */
  | 'host-mismatch'
  /** A page around the course page is not on the deployer's list. */
  | 'ancestor-not-listed'
  /** The course page does not pass the camera on. */
  | 'camera-not-passed-on'
  /** No handshake came: the course page has no wakeful-embed.js, or one of another version. */
  | 'no-handshake'
  /**
   * The browser keeps nothing in this frame. The monitor works, for this visit only, if the learner
   * wants that.
   */
  | 'storage-blocked'
  /** A newer Wakeful keeps its data here; the monitor works as above. */
  | 'storage-newer'
  /** The app did not come, or failed as it opened. */
  | 'not-opened';

/** The window of the frame, as far as it is looked at. */
export interface FrameWindow extends Pick<Window, 'parent' | 'document' | 'isSecureContext'> {
  readonly location: {
    readonly search: string;
    readonly origin: string;
    /** From the page around the frame to the outermost; not in every browser. */
    readonly ancestorOrigins?: ArrayLike<string>;
  };
}

/** The course page that asks, or why it does not get the monitor. */
type Admission = { readonly host: string } | { readonly refusal: Refusal };

/**
 * Every page around the frame has to be on the list, as browsers demand of frame-ancestors: the
 * outermost decides what the learner sees. Where the browser does not name them, the header alone
 * holds back those beyond the nearest.
 * @param sources the deployer's list, in the form of CSP's frame-ancestors
 */
export function admit(page: FrameWindow, sources: readonly string[]): Admission {
  const { location } = page;
  const host = originOf(new URLSearchParams(location.search).get('host'));
  const ancestors = Array.from(location.ancestorOrigins ?? []);
  const [around = host] = ancestors;
  const isListed = (origin: string) => isAllowedHost(origin, sources, location.origin);
  if ((page.parent as unknown) === page) return { refusal: 'not-framed' };
  if (host === null) return { refusal: 'host-missing' };
  if (!isListed(host)) return { refusal: 'host-not-listed' };
  if (around !== host) return { refusal: 'host-mismatch' };
  if (!ancestors.every(isListed)) return { refusal: 'ancestor-not-listed' };
  if (!page.isSecureContext) return { refusal: 'insecure-frame' };
  if (!allowsFeature(page.document, 'camera')) return { refusal: 'camera-not-passed-on' };
  return { host };
}
