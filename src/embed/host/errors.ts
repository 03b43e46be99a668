import type { ErrorCode } from '../api';

/** For whoever keeps the course page. */
export const ERRORS: Readonly<Record<ErrorCode, string>> = {
  'insecure-context': 'Serve this page over https: browsers give the camera to secure pages only.',
  'camera-blocked':
    'This page, or the frame it stands in, may not use the camera and cannot pass it on: allow it in Permissions-Policy and in allow="camera".',
  'no-answer':
    'The monitor did not answer. Check the address; that this origin is in its WAKEFUL_FRAME_ANCESTORS; that both come from one version; and that this page’s Content-Security-Policy allows the frame.',
  'bad-message':
    'The monitor said something unknown, which was dropped. Load wakeful-embed.js from where embed.html is.',
};
