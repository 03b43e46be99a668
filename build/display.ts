/**
 * A desktop that can show a browser: macOS and Windows always, others when a display is set; never
 * on CI.
 */
export function hasDisplay(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const set = (name: string): boolean => (environment[name] ?? '') !== '';
  if (set('CI')) return false;
  return platform === 'darwin' || platform === 'win32' || set('DISPLAY') || set('WAYLAND_DISPLAY');
}
