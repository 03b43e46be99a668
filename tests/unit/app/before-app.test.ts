// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeTexts } from '../../../build/messages-plugin';
import { chooseLanguage, LANGUAGES } from '../../../src/app/messages/languages';

type Catalogue = Record<'beforeApp' | 'common', Record<'loading' | 'title' | 'text' | 'reload', string>>;
const catalogueOf = (language: string): Catalogue =>
  JSON.parse(readFileSync(`src/app/messages/${language}.json`, 'utf8')) as Catalogue;

const start = readFileSync('public/start.js', 'utf8');

/** What the page says before its modules have run. */
function openPage(file: string, languages: readonly string[], search = ''): string {
  vi.stubGlobal('navigator', { languages, language: languages[0] ?? 'en' });
  history.replaceState(null, '', `/${search}`);
  document.documentElement.innerHTML = new DOMParser().parseFromString(
    writeTexts(readFileSync(file, 'utf8')),
    'text/html',
  ).documentElement.innerHTML;
  vi.useFakeTimers();
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('interactive');
  runInThisContext(start);
  document.dispatchEvent(new Event('readystatechange'));
  const template = document.querySelector('template')!;
  return [document.querySelector('[data-before-app]'), template.content]
    .map((part) => part!.textContent.replace(/\s+/g, ' '))
    .join(' ');
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  localStorage.clear();
});

describe.each(['index.html', 'embed.html'])('%s, before the app', (file) => {
  it('speaks the language of the browser, and every text of it', () => {
    const { beforeApp, common } = catalogueOf('de');
    const said = openPage(file, ['de-AT', 'en']);
    for (const text of [beforeApp.loading, beforeApp.title, beforeApp.text, common.reload])
      expect(said).toContain(text);
    expect(said).not.toContain(catalogueOf('en').beforeApp.loading);
    expect(document.documentElement.lang).toBe('de');
  });

  it('speaks the language of the address before the chosen one, and that before the browser\u2019s', () => {
    localStorage.setItem('wakeful-language', 'es');
    openPage(file, ['fr'], '?host=x&lang=ja-JP');
    expect(document.documentElement.lang).toBe('ja');
    openPage(file, ['fr']);
    expect(document.documentElement.lang).toBe('es');
  });

  it.each([['zh-CN'], ['zh-TW', 'ja'], ['zh-Hant-HK'], ['nl', 'fr-CA'], ['tlh', 'C', '', 'constructor'], []])(
    'chooses as the app does: %s',
    (...languages) => {
      openPage(file, languages);
      expect(document.documentElement.lang).toBe(chooseLanguage([], languages).language);
    },
  );

  it('tells browsers without scripts in every language', () => {
    const [noScript = ''] = /<noscript>.*<\/noscript>/s.exec(writeTexts(readFileSync(file, 'utf8'))) ?? [];
    for (const language of Object.keys(LANGUAGES)) expect(noScript).toContain(`<p lang="${language}">`);
  });
});

it('the manifest describes the program in every language', () => {
  const manifest = JSON.parse(readFileSync('public/manifest.webmanifest', 'utf8')) as Record<string, object>;
  expect(['en', ...Object.keys(manifest['description_localized'] ?? {})]).toEqual(Object.keys(LANGUAGES));
});
