/**
 * What a course page sees of the monitor: the types of wakeful-embed.js. This file stands alone,
 * because the build publishes it as wakeful-embed.d.ts.
 */

/**
 * How awake the learner is. `unknown`: it cannot be told, or is not watched now. Never read it as
 * awake.
 */
export type SharedState = 'awake' | 'drowsy' | 'asleep' | 'unknown';

/** `gentle`: drowsy for some seconds. `strong`: asleep. */
export type SharedAlert = 'gentle' | 'strong';

/** Whether states come. `off`: no session runs. */
export type SharedAvailability = 'monitoring' | 'paused' | 'off';

/** The state; about once a second while a session runs, and never more often. */
export interface SharedStateEvent {
  readonly type: 'state';
  /** The second in which it was told, in milliseconds since the epoch. */
  readonly t: number;
  readonly state: SharedState;
}

/**
 * An alert was raised, grew stronger, or ended (`level` null: acknowledged, recovered, or the
 * session ended).
 */
export interface SharedAlertEvent {
  readonly type: 'alert';
  /** The second in which it was told, in milliseconds since the epoch. */
  readonly t: number;
  readonly level: SharedAlert | null;
}

/** Whether states come. */
export interface AvailabilityEvent {
  readonly type: 'availability';
  /** The second in which it was told, in milliseconds since the epoch. */
  readonly t: number;
  /**
   * `silent` is found out by this script, not told by the frame: for some seconds nothing came. The
   * learner may have withdrawn their consent, or the browser holds the frame back.
   */
  readonly availability: SharedAvailability | 'silent';
}

export type ErrorCode =
  /** This page is not served over https (or from localhost). */
  | 'insecure-context'
  /** This page's own Permissions-Policy keeps the camera from every frame. */
  | 'camera-blocked'
  /**
   * The frame did not answer: wrong address, or this page is not on its list, or another version.
   */
  | 'no-answer'
  /**
   * Something came from the frame that this version of the script does not know. It was dropped.
   */
  | 'bad-message';

/** Something about the page or the frame is wrong. Nothing about the learner is in it. */
export interface MonitorErrorEvent {
  readonly type: 'error';
  readonly code: ErrorCode;
  /** What to change, for whoever keeps the page. */
  readonly message: string;
}

/** The frame has answered, at first or again; a `no-answer` told before is over. */
export interface AnsweredEvent {
  readonly type: 'answered';
}

export interface MonitorEvents {
  answered: AnsweredEvent;
  state: SharedStateEvent;
  alert: SharedAlertEvent;
  availability: AvailabilityEvent;
  error: MonitorErrorEvent;
}

export interface MountOptions {
  /** Address of the deployed embed.html. Default: the one beside this script. */
  readonly url?: string;
  /** What a screen reader calls the frame. Default: Wakeful. */
  readonly title?: string;
  /** Colours. Default: those of the learner's system. What the learner chose goes first. */
  readonly theme?: 'light' | 'dark';
  /**
   * Language tag, such as `de` or `zh-CN`: English, German, Spanish, French, Japanese or Simplified
   * Chinese. Default, and for other languages: what the learner chose, else their browser's.
   */
  readonly lang?: string;
  /**
   * While it runs: the state, one button and a menu. Default: in frames too small for more, below
   * 300 by 240 CSS pixels.
   */
  readonly compact?: boolean;
}

/**
 * The monitor in a page. Whether it starts, and whether anything is told, the learner decides in
 * the frame.
 */
export interface Monitor {
  readonly frame: HTMLIFrameElement;
  /** Calls `listener` on every event of this type. @returns ends it */
  on<Type extends keyof MonitorEvents>(
    type: Type,
    listener: (event: MonitorEvents[Type]) => void,
  ): () => void;
  /**
   * Asks the learner to start; goes on by itself only after a `pause` of this page. The camera is
   * never turned on from here.
   */
  start(): void;
  /** Nothing is watched until `start`, or until the learner resumes. */
  pause(): void;
  /** Ends the session; the camera goes off. */
  stop(): void;
  /**
   * Tells where the lecture's media stands, in seconds, so that the learner's list of moments to
   * watch again has its times. May be called on every `timeupdate`.
   */
  time(seconds: number): void;
  /** Takes the frame out of the page. */
  destroy(): void;
}

/** Who and what a statement is about (xAPI 1.0.3, part two, sections 2.4.2 and 2.4.4). */
export interface XapiContext {
  readonly actor: {
    readonly objectType?: 'Agent';
    readonly name?: string;
    readonly account: { readonly homePage: string; readonly name: string };
  };
  /** IRI of the lecture. */
  readonly activityId: string;
  /** IRI under which you keep your own verbs and extensions; ends with / or #. */
  readonly vocabulary: string;
}

/** An xAPI statement; the record store gives it an id. */
export interface XapiStatement {
  readonly actor: XapiContext['actor'];
  readonly verb: { readonly id: string; readonly display: { readonly 'en-US': string } };
  readonly object: { readonly objectType: 'Activity'; readonly id: string };
  readonly result: {
    /** By IRI. */
    readonly extensions: Readonly<Record<string, string | null>>;
  };
  readonly timestamp: string;
}
