import type { Settings } from '../../../profile';
import type { AlertEvent, AlertLevel, StateEvent } from '../../../wakefulness/state-event';
import {
  alertCapabilities,
  AlertDispatcher,
  AlertNotification,
  AlertSound,
  AlertVibration,
  ScreenWakeLock,
  TitleAndIcon,
  type AlertCapabilities,
  type NotificationState,
} from './index';
import { alert as text } from '../strings';
import { common } from '../../shared/strings';
import { stateWords } from '../../shared/state-strings';

/** All ways in which alerts leave the page's content, behind one door. */
export interface AlertOutputs {
  readonly capabilities: AlertCapabilities;
  readonly notifications: NotificationState;
  /** Lets sounds be made later; call it in the click on Start. */
  unlock(): void;
  /** Channels, volume and wake lock as chosen. */
  configure(settings: Settings): void;
  handle(event: AlertEvent): void;
  /** Silent at once, and the engine is told. */
  acknowledge(): void;
  /** Every state, for the tab and for what repeats; null: nothing is monitored. */
  follow(event: StateEvent | null): void;
  /** Plays a level's sound once; false when the browser makes none. Call it in a click. */
  testSound(level: AlertLevel): Promise<boolean>;
  /** Call it in a click. */
  allowNotifications(): Promise<NotificationState>;
}

/** @param acknowledge tells the engine */
export function createAlertOutputs(page: Window, settings: Settings, acknowledge: () => void): AlertOutputs {
  const capabilities = alertCapabilities(page);
  const sound = new AlertSound(settings.volume);
  const title = new TitleAndIcon(page.document, (state, alert) =>
    common.title(alert === null ? stateWords[state] : text.titles[alert]),
  );
  const notification = new AlertNotification({
    wording: (level) => ({ title: text.titles[level], body: text.texts[level] }),
    acknowledge: () => dispatcher.acknowledge(),
  });
  const wakeLock = new ScreenWakeLock(page.document, capabilities.wakeLock ? page.navigator.wakeLock : null);
  const dispatcher = new AlertDispatcher({
    channels: {
      sound,
      notification,
      title,
      ...(capabilities.vibration ? { vibration: new AlertVibration() } : {}),
    },
    chosen: settings.channels,
    acknowledge,
  });
  let following = false;
  let keepAwake = settings.wakeLock;

  function lockScreen(): void {
    if (following && keepAwake) wakeLock.enable();
    else wakeLock.disable();
  }

  return {
    capabilities,
    get notifications() {
      return notification.state;
    },
    unlock: () => sound.unlock(),
    configure(chosen) {
      sound.setVolume(chosen.volume);
      dispatcher.choose(chosen.channels);
      keepAwake = chosen.wakeLock;
      lockScreen();
    },
    handle: (event) => dispatcher.handle(event),
    acknowledge: () => dispatcher.acknowledge(),
    follow(event) {
      following = event !== null;
      lockScreen();
      title.setState(event?.state ?? null);
      if (event) dispatcher.beat(event.t);
      else dispatcher.stop();
    },
    testSound: (level) => sound.test(level),
    allowNotifications: () => notification.requestPermission(),
  };
}
