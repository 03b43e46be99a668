export type { AlertChannel, StandingAlert } from './alert-channel';
export { alertCapabilities, type AlertCapabilities } from './capabilities';
export { AlertDispatcher, type AlertChannels, type AlertDispatcherOptions } from './dispatcher';
export { AlertNotification, type AlertNotificationOptions, type NotificationState } from './notification';
export {
  documentPictureInPicture,
  openStatusWindow,
  type DocumentPictureInPicture,
  type StatusWindow,
  type StatusWindowOptions,
} from './picture-in-picture';
export { AlertSound, type SoundState } from './sound';
export { TitleAndIcon, type TitleWording } from './title-and-icon';
export { AlertVibration } from './vibration';
export { ScreenWakeLock } from './wake-lock';
