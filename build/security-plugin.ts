import type { Plugin } from 'vite';
import { SERVICE_WORKER, START_SCRIPT } from './offline-plugin';
import { headersFile, metaContentPolicy, securityHeaders } from './security-headers';

/**
 * Writes the security headers into what a build emits: dist/_headers and a <meta> in every page.
 */
export function securityForStaticHosts(frameAncestors: readonly string[]): Plugin {
  let assetsFolder = 'assets';
  return {
    name: 'wakeful-security-headers',
    apply: 'build',
    configResolved(config) {
      assetsFolder = config.build.assetsDir;
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: metaContentPolicy() },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle: {
      // After Vite's own plugin, which brings the pages.
      order: 'post',
      handler(_, bundle) {
        const pages = Object.keys(bundle).filter((file) => file.endsWith('.html'));
        this.emitFile({
          type: 'asset',
          fileName: '_headers',
          source: headersFile(securityHeaders(frameAncestors), assetsFolder, [
            ...pages,
            SERVICE_WORKER,
            START_SCRIPT,
            'manifest.webmanifest',
          ]),
        });
      },
    },
  };
}
