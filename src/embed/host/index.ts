/** wakeful-embed.js: what a course page imports (build/embed-sdk.ts publishes it). */
export { mount } from './mount';
export { toXapi } from './xapi';
