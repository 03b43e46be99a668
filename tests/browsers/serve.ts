import { existsSync } from 'node:fs';
import { preview } from 'vite';
import { ORIGIN_VARIABLE } from '../support/e2e-setup';
import { sceneFiles } from './scenes';

/** Serves dist/ as `npm start` does, and beside it what the fake camera plays. */
export default async function serve(): Promise<() => Promise<void>> {
  if (!existsSync('dist/index.html'))
    throw new Error('The browser tests run against the build, and there is none: npm run build.');
  const files = await sceneFiles();
  const server = await preview({
    configLoader: 'runner',
    preview: { port: 0, open: false },
    logLevel: 'warn',
    plugins: [
      {
        name: 'wakeful-scenes',
        configurePreviewServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            const file = files.get(request.url ?? '');
            if (file === undefined) next();
            else response.end(file);
          });
        },
      },
    ],
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The preview server has no local address.');
  process.env[ORIGIN_VARIABLE] = new URL(address).origin;
  return () => server.close();
}
