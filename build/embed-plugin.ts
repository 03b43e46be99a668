import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { dirname, extname, join, normalize, resolve, sep } from 'node:path';
import type { Connect, HtmlTagDescriptor, Plugin } from 'vite';
import { HOSTS_META } from '../src/embed/frame/hosts-meta';
import { buildHostScript, infoFileOf, SCRIPTS, SDK_TYPES_FILE, sdkTypes, type ScriptFile } from './embed-sdk';
import { DEMO_PATH, demoHeaders, SDK_HEADERS } from './security-headers';

const EMBED_PAGE = 'embed.html';

const SCRIPT_FILES = Object.keys(SCRIPTS) as ScriptFile[];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** The frame's own styles: they go after the app's, which they change. */
const FRAME_STYLES = /<link rel="stylesheet"[^>]*assets\/embed-[^>]*>\s*/;

/** The bundler orders the style sheets of a page by its chunks. */
export function frameStylesLast(): Plugin {
  return {
    name: 'wakeful-frame-styles-last',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { path }) {
        if (path !== `/${EMBED_PAGE}`) return html;
        const [styles] = FRAME_STYLES.exec(html) ?? [];
        if (styles === undefined) throw new Error(`${EMBED_PAGE} has no styles of its own.`);
        return html.replace(styles, '').replace('</head>', `${styles.trim()}\n</head>`);
      },
    },
  };
}

/**
 * Everything about the monitor in a course page: the deployer's list of course pages in embed.html,
 * the scripts that course pages load, and the demo, which is served beside the app and is in no
 * build.
 * @param frameAncestors the list, in the form of CSP's frame-ancestors
 */
export function wakefulEmbed(frameAncestors: readonly string[], root = dirname(import.meta.dirname)): Plugin {
  const list: HtmlTagDescriptor = {
    tag: 'meta',
    attrs: { name: HOSTS_META, content: frameAncestors.join(' ') },
    injectTo: 'head-prepend',
  };
  return {
    name: 'wakeful-embed',
    transformIndexHtml: (_html, { path }) => (path === `/${EMBED_PAGE}` ? [list] : []),
    async generateBundle() {
      for (const file of SCRIPT_FILES) {
        const { code, info } = await buildHostScript(file, root);
        this.emitFile({ type: 'asset', fileName: file, source: code });
        const source = JSON.stringify(info, null, 2) + '\n';
        this.emitFile({ type: 'asset', fileName: infoFileOf(file), source });
      }
      this.emitFile({ type: 'asset', fileName: SDK_TYPES_FILE, source: sdkTypes(root) });
    },
    configureServer({ middlewares }) {
      // As they are published: they find embed.html beside themselves.
      for (const file of SCRIPT_FILES)
        middlewares.use(`/${file}`, (_request, response, next) => {
          buildHostScript(file, root).then(({ code }) => {
            setHeaders(response, { ...SDK_HEADERS, 'Content-Type': TYPES['.js'] });
            response.end(code);
          }, next);
        });
      middlewares.use(DEMO_PATH, demo(root));
    },
    configurePreviewServer({ middlewares, config }) {
      const built = (file: string): string =>
        readFileSync(resolve(config.root, config.build.outDir, file), 'utf8');
      // Answered here: what serves the other files would put the app's own headers over these.
      for (const file of SCRIPT_FILES)
        middlewares.use(`/${file}`, (_request, response) => {
          setHeaders(response, { ...config.preview.headers, ...SDK_HEADERS, 'Content-Type': TYPES['.js'] });
          response.end(built(file));
        });
      // The list is that of the headers sent beside it, also when the build was made with another
      // one.
      middlewares.use(`/${EMBED_PAGE}`, (_request, response) => {
        setHeaders(response, { ...config.preview.headers, 'Content-Type': TYPES['.html'] });
        response.end(withList(built(EMBED_PAGE), frameAncestors));
      });
      middlewares.use(DEMO_PATH, demo(root));
    },
  };
}

/** A built embed.html with another list of course pages. */
export function withList(page: string, frameAncestors: readonly string[]): string {
  const start = `<meta name="${HOSTS_META}" content="`;
  const at = page.indexOf(start) + start.length;
  if (at < start.length) throw new Error('embed.html has no list of course pages.');
  return page.slice(0, at) + frameAncestors.join(' ') + page.slice(page.indexOf('"', at));
}

/** The demo's files as they are: a course page has no build. */
function demo(root: string): Connect.NextHandleFunction {
  const folder = join(root, 'demo');
  return (request: Connect.IncomingMessage, response: ServerResponse, next) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    // Its files are beside it, not beside the folder.
    if (request.originalUrl?.endsWith(DEMO_PATH)) {
      response.writeHead(301, { Location: `${request.originalUrl}/` }).end();
      return;
    }
    const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
    const type = TYPES[extname(file)];
    if (!file.startsWith(folder + sep) || type === undefined || !existsSync(file)) {
      next();
      return;
    }
    setHeaders(response, { ...demoHeaders(), 'Content-Type': type });
    response.end(readFileSync(file));
  };
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
}
