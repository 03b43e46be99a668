import * as v from 'valibot';
import { BACKBONE_IDS } from '../../common/backbone-ids';
import { fraction, RANGES, wholeWithin, within } from '../../common/ranges';
import { TURNS } from '../../common/turns';
import { SENSITIVITIES } from '../../wakefulness/constants';

/** Ways in which an alert reaches the learner; each is chosen separately. */
export const ALERT_CHANNELS = ['visual', 'sound', 'notification', 'vibration', 'title'] as const;
export type AlertChannelName = (typeof ALERT_CHANNELS)[number];
export type ChosenChannels = Readonly<Record<AlertChannelName, boolean>>;

export const THEMES = ['system', 'light', 'dark'] as const;

const DEFAULTS = {
  channels: { visual: true, sound: true, notification: true, vibration: true, title: true },
  volume: 0.7,
  snoozeMinutes: 10,
  camera: { deviceId: null, width: 640, height: 480 },
  cameraTurns: {},
  mirror: true,
  backbone: BACKBONE_IDS[0],
  theme: 'system',
  wakeLock: true,
  keepHistory: true,
  keepMoments: false,
  reachChosen: false,
  sensitivity: 'normal',
  breakMinutes: 50,
} as const;

/** Minutes of learning after which a break may be due; 0: no reminders. */
export const BREAK_MINUTES = [0, 25, 50, 90] as const;

const pixels = wholeWithin(RANGES.frameSide);

/**
 * What a kept record must be. A wrong or missing field alone falls back to its default; `onWrong`
 * is told of wrong ones. Missing ones are only older than this program.
 */
function settingsSchema(onWrong: () => void) {
  const or = <S extends v.GenericSchema>(schema: S, value: v.InferOutput<S>) =>
    v.fallback(schema, (dataset?: unknown) => {
      if (dataset !== undefined) onWrong();
      return value;
    });
  const { channels, camera, ...rest } = DEFAULTS;
  const fields = v.object({
    /** A channel that is on is used where the browser has it and the learner has allowed it. */
    channels: or(
      v.object({
        visual: or(v.boolean(), channels.visual),
        sound: or(v.boolean(), channels.sound),
        notification: or(v.boolean(), channels.notification),
        vibration: or(v.boolean(), channels.vibration),
        title: or(v.boolean(), channels.title),
      }),
      channels,
    ),
    /** Loudness of the sounds, 0..1. */
    volume: or(fraction, rest.volume),
    /** Snooze, minutes. */
    snoozeMinutes: or(within(RANGES.snooze), rest.snoozeMinutes),
    camera: or(
      v.object({
        /** null: the browser's default. */
        deviceId: or(v.nullable(v.string()), camera.deviceId),
        /** Pixels asked for. */
        width: or(pixels, camera.width),
        height: or(pixels, camera.height),
      }),
      camera,
    ),
    /** How the pictures of cameras had to be turned, degrees clockwise by `deviceId`. */
    cameraTurns: or(v.record(v.string(), v.picklist(TURNS)), rest.cameraTurns),
    /** Shows the preview like a mirror. */
    mirror: or(v.boolean(), rest.mirror),
    /** The network to classify with, where this build has it. */
    backbone: or(v.picklist(BACKBONE_IDS), rest.backbone),
    theme: or(v.picklist(THEMES), rest.theme),
    /** Keeps the screen on while monitoring. */
    wakeLock: or(v.boolean(), rest.wakeLock),
    /** Keeps sessions on this device after they end. */
    keepHistory: or(v.boolean(), rest.keepHistory),
    /** Pictures of the seconds that the learner says were classified wrongly, for the studio. */
    keepMoments: or(v.boolean(), rest.keepMoments),
    /** The learner was asked how alerts are to reach them. */
    reachChosen: or(v.boolean(), rest.reachChosen),
    /** How readily alerts come. */
    sensitivity: or(v.picklist(SENSITIVITIES), rest.sensitivity),
    breakMinutes: or(v.picklist(BREAK_MINUTES), rest.breakMinutes),
  });
  return v.pipe(fields, v.readonly());
}

export type Settings = v.InferOutput<ReturnType<typeof settingsSchema>>;

export const DEFAULT_SETTINGS: Settings = DEFAULTS;

/** The settings in a record, every wrong field at its default, and whether there was any. */
export function readSettings(value: unknown): { readonly settings: Settings; readonly intact: boolean } {
  let intact = true;
  const parsed = v.safeParse(
    settingsSchema(() => (intact = false)),
    value,
  );
  return parsed.success ? { settings: parsed.output, intact } : { settings: DEFAULT_SETTINGS, intact: false };
}
