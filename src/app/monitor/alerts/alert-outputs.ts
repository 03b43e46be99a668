import type { Milliseconds } from '../../../common/clock';
import { DEFAULT_SETTINGS, type ChosenChannels, type Settings } from '../../../profile';
import type { BreakReason } from '../../../wakefulness/breaks';
import type { AlertEvent, AlertLevel, StateEvent } from '../../../wakefulness/state-event';
import { alert as text, breaks as breakText, common } from '../../messages/texts';
import { inWords, stateWord } from '../../shared/format';
import { AlertDispatcher } from './dispatcher';
import { AlertNotification, type NotificationState } from './notification';
import { documentPictureInPicture } from './picture-in-picture';
import { AlertSound } from './sound';
import { TitleAndIcon } from './title-and-icon';
import { AlertVibration } from './vibration';
import { ScreenWakeLock } from './wake-lock';

export type AlertOutputs = ReturnType<typeof createAlertOutputs>;

/** What this browser has, so that the page shows only what works. */
export function alertCapabilities(page: Window) {
  const { navigator } = page;
  return Object.freeze({
    sound: 'AudioContext' in page,
    notification: 'Notification' in page,
    // Desktop browsers have the interface and nothing to shake.
    vibration: 'vibrate' in navigator && navigator.maxTouchPoints > 0,
    wakeLock: 'wakeLock' in navigator,
    pictureInPicture: documentPictureInPicture(page) !== null,
  });
}

/** Sound also stands in for notifications that are chosen and that the browser blocks. */
export const isHeard = (channels: ChosenChannels, notifications: NotificationState): boolean =>
  channels.sound || (channels.notification && notifications === 'denied');

/** All ways in which alerts leave the page's content, behind one door. */
export function createAlertOutputs(page: Window) {
  const capabilities = alertCapabilities(page);
  const sound = new AlertSound(DEFAULT_SETTINGS.volume);
  const title = new TitleAndIcon(page.document, (state, alert) =>
    common.title(alert === null ? stateWord(state) : text.titles[alert]),
  );
  let onAnswer = (): void => undefined;
  const notification = new AlertNotification({
    wording: (what) => ({ title: text.titles[what], body: text.texts[what] }),
    acknowledge: () => onAnswer(),
  });
  const wakeLock = new ScreenWakeLock(page.document, capabilities.wakeLock ? page.navigator.wakeLock : null);
  const dispatcher = new AlertDispatcher(
    {
      sound,
      notification,
      title,
      ...(capabilities.vibration ? { vibration: new AlertVibration() } : {}),
    },
    DEFAULT_SETTINGS.channels,
  );
  let chosen: ChosenChannels = DEFAULT_SETTINGS.channels;
  /** `chosen`, with the sound that stands in. */
  let used = chosen;
  let following = false;
  let keepAwake = DEFAULT_SETTINGS.wakeLock;

  function lockScreen(): void {
    if (following && keepAwake) wakeLock.enable();
    else wakeLock.disable();
  }

  // Where there are no notifications at all, nobody could choose them.
  const isSoundUsed = (): boolean =>
    capabilities.notification ? isHeard(chosen, notification.state) : chosen.sound;

  /** Permission may come and go at any time: looked at before every use. */
  function look(): void {
    const sound = isSoundUsed();
    if (sound === used.sound) return;
    used = { ...chosen, sound };
    dispatcher.choose(used);
  }

  return {
    capabilities,
    get notifications(): NotificationState {
      return notification.state;
    },
    /** Lets sounds be made later; call it in the click on Start. */
    unlock: (): void => sound.unlock(),
    /** Channels, volume and wake lock as chosen. */
    configure({ volume, channels, wakeLock: isScreenKept }: Settings): void {
      sound.setVolume(volume);
      chosen = channels;
      used = { ...channels, sound: isSoundUsed() };
      dispatcher.choose(used);
      keepAwake = isScreenKept;
      lockScreen();
    },
    /** An alert of the engine, or its end. */
    handle(event: AlertEvent): void {
      look();
      dispatcher.handle(event);
    },
    /** Monitoring has stopped by itself: the learner, who may be elsewhere, hears and reads it. */
    fail(): void {
      dispatcher.stop();
      if (isSoundUsed()) sound.fail();
      if (chosen.notification) notification.fail();
    },
    /** Once: a break is due. */
    remind(reason: BreakReason, worked: Milliseconds): void {
      if (chosen.notification) notification.remind(breakText.title, breakText.text[reason](inWords(worked)));
      if (isSoundUsed()) void sound.test('gentle');
    },
    /** Silent at once. false: no alert stands that was not answered already. */
    acknowledge: (): boolean => dispatcher.acknowledge(),
    /** The learner answers by a click on the notification. */
    onAnswer(answer: () => void): void {
      onAnswer = answer;
    },
    /** Every state, for the tab and for what repeats; null: nothing is monitored. */
    follow(event: StateEvent | null): void {
      // It goes on: nothing has failed any more.
      if (event && !following) notification.clear();
      following = event !== null;
      lockScreen();
      title.setState(event);
      look();
      if (event) dispatcher.beat(event.t);
      else dispatcher.stop();
    },
    /** Plays a level's sound once; false when the browser makes none. Call it in a click. */
    testSound: (level: AlertLevel): Promise<boolean> => sound.test(level),
    /** Call it in a click. */
    allowNotifications: (): Promise<NotificationState> => notification.requestPermission(),
  };
}
