import { describe, expect, it } from 'vitest';
import {
  devHeaders,
  frameAncestorsFrom,
  headersFile,
  metaContentPolicy,
  securityHeaders,
} from '../../../build/security-headers';
import { hasDisplay } from '../../../build/display';

/** Directive → sources, parsed as a browser does it. */
function parse(policy: string | undefined): Map<string, string[]> {
  return new Map(
    (policy ?? '').split(';').map((part) => {
      const [name = '', ...sources] = part.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

describe('the content security policy', () => {
  const policy = parse(securityHeaders()['Content-Security-Policy']);

  it('runs scripts from its own origin and WebAssembly, nothing else', () => {
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('style-src')).toEqual(["'self'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect(policy.get('default-src')).toEqual(["'none'"]);
  });

  it('names no other host and no unsafe source', () => {
    for (const [directive, sources] of policy)
      for (const source of sources)
        if (!directive.includes('trusted-types'))
          expect(["'self'", "'none'", "'wasm-unsafe-eval'", 'blob:', 'data:'], directive).toContain(source);
  });

  it('lets text become markup or a script by its own policies only', () => {
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
    expect(policy.get('trusted-types')).toEqual(['default', 'goog#html']);
  });

  it('is framed by its own origin unless a deployer names others', () => {
    expect(policy.get('frame-ancestors')).toEqual(["'self'"]);
    const courses = frameAncestorsFrom(" 'self'  https://moodle.example ");
    expect(courses).toEqual(["'self'", 'https://moodle.example']);
    expect(securityHeaders(courses)['Content-Security-Policy']).toContain('https://moodle.example');
    expect(() => frameAncestorsFrom("'self'; script-src *")).toThrow();
  });

  it('has no frame-ancestors in the <meta>, where browsers refuse it, and is the same otherwise', () => {
    const meta = parse(metaContentPolicy());
    expect(meta.has('frame-ancestors')).toBe(false);
    expect(new Map([...policy].filter(([directive]) => directive !== 'frame-ancestors'))).toEqual(meta);
  });

  it('is relaxed for the dev server only where hot replacement needs it', () => {
    const dev = parse(devHeaders()['Content-Security-Policy']);
    const relaxed = [...policy.keys()].filter((name) => dev.get(name)?.join() !== policy.get(name)?.join());
    expect(relaxed).toEqual([
      'script-src',
      'style-src',
      'connect-src',
      'require-trusted-types-for',
      'trusted-types',
    ]);
  });
});

describe('the other headers', () => {
  it('give the camera to the app itself and keep the microphone off', () => {
    const features = securityHeaders()['Permissions-Policy'];
    expect(features).toContain('camera=(self)');
    expect(features).toContain('microphone=()');
  });

  it('keep its files to its own pages, and no path of dist/_headers has two values of one header', () => {
    expect(securityHeaders()['Cross-Origin-Resource-Policy']).toBe('same-origin');
    const blocks = headersFile(securityHeaders(), 'assets', ['index.html']).split(/^(?=\/)/m);
    const policies = (path: string) =>
      blocks
        .filter((block) => ['/*\n', `${path}\n`].some((start) => block.startsWith(start)))
        .flatMap((block) => block.match(/Cross-Origin-Resource-Policy: .*/g) ?? []);
    expect(policies('/assets/*')).toEqual(['Cross-Origin-Resource-Policy: same-origin']);
    expect(policies('/index.html')).toEqual(['Cross-Origin-Resource-Policy: same-origin']);
    expect(policies('/wakeful-embed.js')).toEqual(['Cross-Origin-Resource-Policy: cross-origin']);
  });

  it('are written one a line under every path for static hosts', () => {
    const [first, ...lines] = headersFile(securityHeaders(), 'assets', ['index.html', 'sw.js']).split('\n');
    expect(first).toBe('/*');
    for (const [name, value] of Object.entries(securityHeaders()))
      expect(lines).toContain(`  ${name}: ${value}`);
    expect(lines.indexOf('/assets/*')).toBe(lines.findIndex((line) => line.includes('immutable')) - 1);
    for (const path of ['/', '/index.html', '/sw.js'])
      expect(lines[lines.indexOf(path) + 1], path).toBe('  Cache-Control: no-cache');
  });
});

describe('opening a browser', () => {
  it('is for desktops, not for servers and CI', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
    expect(hasDisplay('darwin', { CI: 'true' })).toBe(false);
  });
});
