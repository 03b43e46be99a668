import type { Plugin } from 'vite';
import { headersFile, metaContentPolicy, securityHeaders } from './security-headers';

/** Writes the security headers into what a build emits: dist/_headers and a <meta> in every page. */
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
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: '_headers',
        source: headersFile(securityHeaders(frameAncestors), assetsFolder),
      });
    },
  };
}
