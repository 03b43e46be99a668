import * as v from 'valibot';

/** https://wicg.github.io/netinfo/: Chromium alone tells. */
const Connection = v.object({ saveData: v.optional(v.boolean()), type: v.optional(v.string()) });

/** Whether data may cost the person something, as far as the browser tells: then nothing large is fetched unasked. */
export function isMetered(navigator: object): boolean {
  const { success, output } = v.safeParse(Connection, Reflect.get(navigator, 'connection'));
  return success && (output.saveData === true || output.type === 'cellular');
}
