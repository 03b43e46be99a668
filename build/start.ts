/**
 * `npm start`: builds the app, serves the build as a host would, says where it is and opens a
 * browser.
 */
import { build, preview } from 'vite';
import { hasDisplay } from './display';

// The config imports the app's own modules, which are TypeScript without extensions: Vite's runner
// loads them.
const configLoader = 'runner';
console.log('Building Wakeful; that takes half a minute…');
await build({ configLoader, logLevel: 'warn' });
const server = await preview({ configLoader, preview: { open: hasDisplay(process.platform, process.env) } });
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error('The preview server has no local address.');

console.log(
  `\n  Wakeful is running at ${address}\n  A course page with it: ${address}demo/\n  Stop it with Ctrl+C.\n`,
);
