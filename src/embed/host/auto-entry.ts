/** wakeful-auto.js: what a course page loads by one line (build/embed-sdk.ts publishes it). */
import { runAuto } from './auto';

const own = Array.from(document.scripts).find(({ src }) => src === import.meta.url);
runAuto(window, own ?? null);
