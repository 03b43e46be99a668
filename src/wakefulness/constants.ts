/**
 * The numbers that the classification rests on: their units, and where they are from. "Chosen"
 * means our own choice, held by the stories in tests/unit/wakefulness and not by a publication; "on
 * recorded faces", checked on landmark traces of real clips as well. What a sign weighs as evidence
 * is in likelihood.ts, the prior of the filter in state-filter.ts.
 */
import type { Milliseconds } from '../common/clock';
import type { AlertLevel } from './state-event';

// ---- Time between observations ------------------------------------------------------------------

/**
 * ms. Two observations further apart say nothing about the time between them. Chosen: two periods
 * at 2 frames a second, and some jitter.
 */
export const OBSERVATION_GAP: Milliseconds = 1200;

/**
 * ms. No observation for this long: the browser or the camera has stopped giving frames. Chosen:
 * well over the gap plus the pipeline's own delay.
 */
export const STALL: Milliseconds = 2000;

/**
 * ms. A time that lies at most this far back is a late or repeated frame and is skipped; further
 * back, the clock was set anew. Chosen.
 */
export const LATE_FRAME: Milliseconds = 1000;

// ---- Eye opening (0 closed .. 1 open, relative to the learner's calibration) --------------------

/**
 * P80: at least 80 % closed, that is an opening of at most 0.2 (Wierwille et al. 1994; Dinges &
 * Grace 1998).
 */
export const P80_OPENNESS = 0.2;

/**
 * Opening. A closure begins below the first; lids below the second are a slit that may be shut
 * ones, and above the third the eyes seem open. Chosen on recorded faces: lids that a person keeps
 * closed measure up to 0.25 now and then, eyes that laugh or look down mostly over 0.3.
 */
export const SHUT_BELOW = P80_OPENNESS;
export const SLIT_BELOW = 0.25;
export const OPEN_ABOVE = 0.45;

/**
 * Opening up to which a frame of a closure surely shows shut lids, and from which it surely does
 * not. Chosen likewise.
 */
export const SURELY_SHUT = { full: 0.18, none: 0.3 } as const;

/**
 * A closure is over when its recent frames, over an exponential memory of so many ms, show shut
 * lids by less than this share. Chosen: closed lids that tremble show 0.4 and more, half-closed
 * ones with noise 0.2 at most.
 */
export const SHUT_MEMORY: Milliseconds = 400;
export const LEAST_SHUT = 0.3;

/**
 * ms. At most this much of the time between two frames counts as surely closed: two blinks may lie
 * at the ends of a longer gap. Chosen: a period at 2 a second, and some jitter.
 */
export const LONGEST_UNSEEN: Milliseconds = 600;

/**
 * ms. Eyes that seem open for less than this within a closure are a landmark glitch (one frame at
 * 30 a second). Chosen.
 */
export const GLITCH: Milliseconds = 60;

/**
 * Opening. One eye this open while the other is this much lower: a wink, hair or a reflection; the
 * open eye tells. Chosen.
 */
export const WINK_OPEN_EYE = 0.5;
export const WINK_DIFFERENCE = 0.4;

/**
 * Degrees of yaw from which the nearer eye begins to count alone, and from which it does. Chosen.
 */
export const NEAR_EYE_YAW = { from: 15, to: 25 } as const;

/**
 * Degrees of yaw over which the eyes stop being measurable. Chosen: the mesh's far half is a guess
 * beyond.
 */
export const YAW_LIMIT = { from: 30, to: 48 } as const;

/**
 * Degrees below the neutral pitch (chin down) over which the lids hide the eyes from the camera.
 * Chosen.
 */
export const PITCH_DOWN_LIMIT = { from: 15, to: 40 } as const;

/** Degrees above the neutral pitch over which the eyes stop being measurable. Chosen. */
export const PITCH_UP_LIMIT = { from: 25, to: 45 } as const;

/**
 * Degrees of chin-down pitch over which the opening of *open* eyes falls, and the share of it that
 * is left: the upper lid follows the gaze down. Chosen.
 */
export const PITCH_LID = { from: 8, to: 32, share: 0.6 } as const;

/** 0..1. With less visibility the eyes count as hidden. Chosen. */
export const LEAST_VISIBILITY = 0.15;

/**
 * 0..1. A closed look of less weight does not count into PERCLOS, which would take looking down or
 * laughing for closing; nor do eyes that are seen less well than that. Eyes that look open are open
 * whatever the mouth does. Chosen.
 */
export const PERCLOS_LEAST_WEIGHT = 0.5;

// ---- Closures and PERCLOS -----------------------------------------------------------------------

/**
 * ms. Closures up to this long are blinks, beyond it long ones (Schleicher et al. 2008 and
 * Caffier et al. 2003 count long-closure blinks as a sign of sleepiness).
 */
export const LONG_CLOSURE: Milliseconds = 500;

/**
 * ms. Closures of at least this are microsleeps, and by the paper's Table 1 ("eyes are closed over
 * 1 second") Asleep.
 */
export const MICROSLEEP: Milliseconds = 1000;

/**
 * ms of sure closure that a closure of MICROSLEEP must hold: a few noisy frames in it must not
 * delay the verdict. Chosen.
 */
export const SURE_MICROSLEEP: Milliseconds = 850;

/** ms. The two PERCLOS windows (Wierwille et al. 1994 averaged over minutes). */
export const PERCLOS_WINDOW: Milliseconds = 60_000;
export const PERCLOS_LONG_WINDOW: Milliseconds = 180_000;

/**
 * PERCLOS (1 min) from which it begins to speak for drowsiness, and from which it fully does.
 * Chosen above the 0.1 or so at which studies of drivers over several minutes set alarms, for one
 * minute is noisy.
 */
export const HIGH_PERCLOS = { from: 0.15, to: 0.3 } as const;

/** Fraction of a window that must have been seen before anything is told of it. Chosen. */
export const LEAST_SEEN = 0.5;

// ---- Presence -----------------------------------------------------------------------------------

/**
 * ms. A face must have been seen for this long before a first verdict, and again after a loss.
 * Chosen.
 */
export const FIRST_VERDICT_AFTER: Milliseconds = 1000;
export const VERDICT_AFTER_LOSS: Milliseconds = 500;

/**
 * ms. How long a verdict outlives the face. Landmarkers lose single frames, and more of them on
 * drowsy faces (11 % against 2 %); a sleeper's head leaves the picture. Chosen.
 */
export const VERDICT_OUTLIVES_FACE = { awake: 500, drowsy: 2000, asleep: 10_000 } as const;

/** ms. A closure of at least this going on when the face is lost counts as going down. */
export const GOING_DOWN_CLOSURE: Milliseconds = LONG_CLOSURE;

// ---- Mouth (ratios relative to the learner's neutral mouth aspect ratio) ------------------------

/** ms. Memory over which the mouth's movement is measured: about three syllables. Chosen. */
export const MOUTH_MEMORY: Milliseconds = 800;

/**
 * Standard deviation of the mouth aspect ratio over that memory: still below the first, plainly
 * talking or laughing from the second. Chosen on recorded talkers.
 */
export const MOUTH_MOVES = { from: 0.03, to: 0.08 } as const;

/**
 * Mouth aspect ratio above neutral over which an open mouth (laugh, yawn) explains narrow eyes.
 * Chosen.
 */
export const MOUTH_OPEN = { from: 0.12, to: 0.3 } as const;

/**
 * Mouth aspect ratio above neutral that is a yawn once it has lasted YAWN_LASTS, until it falls
 * under the second. Chosen.
 */
export const YAWN_BEGINS_ABOVE = 0.45;
export const YAWN_ENDS_BELOW = 0.3;
/** ms. A yawn opens the mouth wide for seconds, a syllable does not. Chosen. */
export const YAWN_LASTS: Milliseconds = 1500;

/**
 * 0..1. What is left of a closed look's weight with the mouth plainly moving, and with it wide
 * open. Sleepers' mouths are still. Chosen.
 */
export const CLOSED_WEIGHT_MOUTH_MOVING = 0.2;
export const CLOSED_WEIGHT_MOUTH_OPEN = 0.35;

// ---- Head ---------------------------------------------------------------------------------------

/** ms. Memory over which the head's turning is measured. Chosen. */
export const HEAD_MEMORY: Milliseconds = 800;

/**
 * Degrees of standard deviation of yaw over that memory: still below the first, plainly turning
 * from the second (some 10° a second). Sleepers do not turn their heads. Chosen on recorded faces.
 */
export const HEAD_TURNS = { from: 3, to: 8 } as const;

/**
 * Degrees of chin down over which a closed look comes to mean a look down as well. Chosen on
 * recorded faces.
 */
export const LOOKS_DOWN = { from: 4, to: 14 } as const;

/**
 * ms of plainly open eyes over which the neutral pitch follows the head; degrees by which it may
 * leave the calibrated one; opening that is plainly open. Chosen.
 */
export const NEUTRAL_PITCH_MEMORY: Milliseconds = 15_000;
export const NEUTRAL_PITCH_LIMIT = 15;
export const PLAINLY_OPEN = 0.6;

/**
 * Opening below which lids of a lowered head may be those of a look down; and ms of sure closure
 * before, beyond which they are not (the lids run ahead of the head by less). Chosen.
 */
export const LOW_LIDS = 0.4;
export const LONGEST_GLANCE: Milliseconds = 300;

/**
 * 0..1. What is left of a closed look's weight with the head plainly turning, and with the chin
 * down. Chosen.
 */
export const CLOSED_WEIGHT_HEAD_TURNING = 0.3;
export const CLOSED_WEIGHT_CHIN_DOWN = 0.1;

// ---- Memories of the ocular evidence ------------------------------------------------------------

/**
 * ms. Time constants of the opening between closures, rising and falling: recovery is faster than
 * decay. Chosen.
 */
export const OPENING_RISES: Milliseconds = 900;
export const OPENING_FALLS: Milliseconds = 1800;

/**
 * Opening that is believed at most right after a microsleep: eyes must show again that they are
 * wide and steady. Chosen.
 */
export const OPENING_AFTER_MICROSLEEP = 0.5;

/**
 * ms. A usual blink shuts the lids for a tenth of a second of its quarter of a second; what is
 * longer is slow. Chosen on recorded faces.
 */
export const USUAL_BLINK: Milliseconds = 100;

/**
 * ms. Time constants of the memories of slow closures and of nods. The first spans the several
 * heavy blinks of a drowsy learner, one every two to three seconds, which talkers' single ones do
 * not fill; nods are over sooner. Chosen on recorded faces.
 */
export const CLOSURE_MEMORY: Milliseconds = 4000;
export const NOD_MEMORY: Milliseconds = 2000;

/**
 * Slowness of blinking that is as high as it gets, see OcularFeatures. Chosen: more would only make
 * recovery late.
 */
export const SLOWEST_BLINKING = 0.18;

/**
 * ms. At most this is added to a closure for the time between frames at its edges: a period at 4 a
 * second. Chosen.
 */
export const LONGEST_EDGE: Milliseconds = 250;

/** Degrees that the chin sinks during a closure: a nod, and a dropped head. Chosen. */
export const NOD_DEPTH = 8;
export const HEAD_DROP = 15;

// ---- Filter -------------------------------------------------------------------------------------

/**
 * ms. Longest step of the filter; longer intervals are cut up, so that all frame rates behave
 * alike.
 */
export const FILTER_STEP: Milliseconds = 50;

/**
 * ms. After this long without evidence the filter knows no more than its prior, and the state that
 * stood before is forgotten. Chosen.
 */
export const FILTER_FORGETS: Milliseconds = 60_000;

/**
 * ms. A network verdict stands this long, because verdicts are rarer than frames (2 to 10 a
 * second, fewer while the eyes are wide open). Chosen.
 */
export const POSTERIOR_STANDS: Milliseconds = 1000;

/**
 * ms and opening over which a verdict that stands is trusted less: it is about the lids as they
 * were. Chosen.
 */
export const POSTERIOR_FADES: Milliseconds = 600;
export const POSTERIOR_MOVES = 0.25;

/**
 * Opening from which the network cannot say that the eyes are shut, and up to which it cannot say
 * that they are not. Chosen: closed lids behind glasses measure up to 0.4; and nobody whose lids
 * measure as shut is talked awake.
 */
export const NETWORK_CLOSES_BELOW = 0.5;
export const NETWORK_OPENS_ABOVE = 0.1;

// ---- Publication --------------------------------------------------------------------------------

/**
 * ms between heartbeats, and how much a timer may be early without a beat being
 * skipped.
 */
export const HEARTBEAT: Milliseconds = 1000;
export const HEARTBEAT_EARLY: Milliseconds = 100;

/**
 * Probability by which another state must lead before it replaces the published one. Chosen: keeps
 * ties from flickering.
 */
export const STATE_LEAD = 0.1;

/**
 * ms. Drowsiness is published once it has filled so much of the last seconds, and no longer once
 * the learner has been awake without a break for so long: single heavy blinks do not make somebody
 * drowsy, nor a moment's wide eyes awake. Chosen.
 */
export const DROWSY_WINDOW: Milliseconds = 10_000;
export const DROWSY_FILLS: Milliseconds = 1000;
export const AWAKE_AFTER_DROWSY: Milliseconds = 5000;

/**
 * ms. After sleep, awake is published once the learner has been so without a break for this long.
 * Chosen.
 */
export const AWAKE_AFTER_SLEEP: Milliseconds = 1000;

/**
 * ms. Closed eyes are called a rest for so long, and sleep from then on; both are the state asleep
 * of Table 1. Chosen.
 */
export const REST: Milliseconds = 3000;

/**
 * Probability of the published state from which it is called sure, and likely; below it is unsure.
 * Chosen.
 */
export const SURE_ABOVE = 0.9;
export const LIKELY_ABOVE = 0.6;

/** ms. Memory of what a state rests on. Chosen. */
export const CAUSE_MEMORY: Milliseconds = 1500;

/** nats per second. Weaker evidence is not named as a cause. Chosen. */
export const CAUSE_LEAST_RATE = 0.2;

// ---- Alerts -------------------------------------------------------------------------------------

/** How readily alerts come, as the learner chooses. */
export const SENSITIVITIES = ['low', 'normal', 'high'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/**
 * ms of drowsiness, within the last so many, before a gentle alert; and of sleep before a strong
 * one. Chosen.
 */
export const ALERT_AFTER: Readonly<Record<Sensitivity, Readonly<Record<AlertLevel, Milliseconds>>>> = {
  low: { gentle: 11_000, strong: 5000 },
  normal: { gentle: 8000, strong: 3000 },
  high: { gentle: 5000, strong: 2000 },
};
export const GENTLE_WINDOW: Milliseconds = 12_000;

/** ms. Quiet after an acknowledged alert. */
export const QUIET_AFTER_ACKNOWLEDGEMENT: Milliseconds = 120_000;

/** ms. A quiet whose end moves by more is told anew: the wall clock was set. Chosen. */
export const QUIET_END_MOVED: Milliseconds = 2000;

/**
 * ms of sleep, seen since the acknowledgement, that break the quiet: the learner has plainly fallen
 * asleep again. Chosen.
 */
export const STRONG_IN_QUIET_AFTER: Milliseconds = 15_000;

/**
 * Evidence is forgotten this many times as fast as it gathers (recovery is faster than decay).
 * Chosen.
 */
export const RECOVERY_SPEED = 2;

/** ms of being awake without a break that end an alert by themselves. Chosen. */
export const RECOVERED_AFTER = { gentle: 3000, strong: 5000 } as const;

/** Loudness 0..1: a gentle alert, a strong one at first, and ms in which it rises to 1. Chosen. */
export const GENTLE_LOUDNESS = 0.25;
export const STRONG_LOUDNESS = 0.5;
export const FULL_LOUDNESS_AFTER: Milliseconds = 15_000;

/**
 * ms. A face lost while going down counts as drowsiness at first, as sleep from the first limit on
 * (the head may lie on the desk), and no longer as anything from the second one on (the learner may
 * be gone). Chosen.
 */
export const LOST_COUNTS_AS_SLEEP_AFTER: Milliseconds = 10_000;
export const LOST_COUNTS_UNTIL: Milliseconds = 30_000;

/**
 * ms without a sight of the learner after which a standing alert is taken back: nobody hears it.
 * Not a recovery. Chosen.
 */
export const ALERT_OUTLIVES_SIGHT: Milliseconds = 120_000;

/** ms without evidence after which what had gathered toward an alert is stale. Chosen. */
export const EVIDENCE_STALE_AFTER: Milliseconds = 10_000;

// ---- Breaks -------------------------------------------------------------------------------------

/** ms out of sight, or paused, that are a break. Chosen. */
export const BREAK_LENGTH: Milliseconds = 180_000;

/** ms of drowsiness and sleep within the last so many after which a break helps more. Chosen. */
export const BREAK_WHEN_DROWSY: Milliseconds = 120_000;
export const BREAK_WINDOW: Milliseconds = 600_000;

/** ms from one reminder to the next. Chosen. */
export const REMIND_AGAIN: Milliseconds = 600_000;

// ---- Calibration --------------------------------------------------------------------------------

/** Frames in front of the screen that a calibration needs. */
export const CALIBRATION_LEAST_FRAMES = 20;

/**
 * Degrees of pitch and yaw around the median pose within which a frame counts as in front of the
 * screen. Chosen.
 */
export const FRONTAL_LIMIT = 12;

/**
 * Percentile of EAR taken as open. High, for blinks and glances down only lower it; not the top,
 * which is noise. Chosen.
 */
export const OPEN_PERCENTILE = 0.85;

/** EAR under which eyes cannot have been open during calibration. Chosen on recorded faces. */
export const LEAST_OPEN_EAR = 0.12;

/**
 * Closed EAR as a share of the open one where it was not measured, and the limits of a measured
 * one. On stills of 15 people (Yale faces, "sleepy" over "normal", both eyes, with our landmarker)
 * the share has a median of 0.25 and nine tenths of the values lie under 0.48. The lowest frame of
 * a blink lies under what closed lids measure on the average, hence the lower limit; glasses lift
 * it, hence the upper one.
 */
export const CLOSED_SHARE = 0.35;
export const CLOSED_SHARE_LIMITS = { low: 0.3, high: 0.5 } as const;

/** Share of the open EAR below which a frame belongs to a blink or closure. Chosen. */
export const DIP_BELOW = 0.7;

/**
 * Blinks needed to measure the closed EAR from them, and the percentile of their minima. Chosen.
 */
export const BLINKS_NEEDED = 3;
export const BLINK_FLOOR = 0.1;
