/** The camera, for what films without being judged. */
export { openCamera, type Camera, type CameraListener, type CameraWish } from './page/camera';
