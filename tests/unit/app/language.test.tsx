// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  chooseLanguage,
  keepLanguage,
  keptLanguage,
  LANGUAGES,
  type Language,
} from '../../../src/app/messages/languages';
import { locale, m, speak, speakAsWished } from '../../../src/app/messages/messages';
import { goTo, openMonitoring, openPage, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

afterEach(async () => {
  localStorage.clear();
  history.replaceState(null, '', '/');
  vi.unstubAllGlobals();
  await speak('en');
});

const browserPrefers = (...languages: readonly string[]): void => {
  vi.stubGlobal('navigator', { languages });
};

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'de', 'de-AT'],
    [['nl', 'fr-CA'], 'fr', 'fr-CA'],
    [['zh-CN'], 'zh-Hans', 'zh-CN'],
    [['zh-SG'], 'zh-Hans', 'zh-SG'],
    [['zh'], 'zh-Hans', 'zh'],
    [['zh-TW', 'ja'], 'ja', 'ja'],
    [['zh-Hant-HK'], 'en', 'en'],
    [['tlh', 'C', '', '*', 'constructor'], 'en', 'en'],
    [[], 'en', 'en'],
  ])('of a browser that prefers %s is %s, written as in %s', (browser, language, tag) => {
    expect(chooseLanguage([], browser)).toEqual({ language, tag });
  });

  it('is that of the address, else the one chosen, else the browser\u2019s', async () => {
    browserPrefers('fr-CH');
    await speakAsWished();
    expect([document.documentElement.lang, locale, m.common.cancel]).toEqual(['fr', 'fr-CH', 'Annuler']);
    keepLanguage(() => localStorage, 'es');
    await speakAsWished();
    expect(m.common.cancel).toBe('Cancelar');
    history.replaceState(null, '', '?lang=ja-JP');
    await speakAsWished();
    expect([document.documentElement.lang, m.common.cancel]).toEqual(['ja', 'キャンセル']);
  });

  it.each(['xx', 'en_US!', '<b>', 'zh-TW'])(
    'that is asked for and unknown is passed over: %s',
    async (asked) => {
      browserPrefers('de');
      history.replaceState(null, '', `?lang=${encodeURIComponent(asked)}`);
      await speakAsWished();
      expect(m.common.cancel).toBe('Abbrechen');
    },
  );

  it('can be asked for where the browser keeps nothing', () => {
    const refuse = (): Storage => {
      throw new DOMException('', 'SecurityError');
    };
    keepLanguage(refuse, 'de');
    expect(keptLanguage(refuse)).toBeNull();
  });

  it('that was kept by another release is passed over', () => {
    localStorage.setItem('wakeful-language', 'eo');
    expect(keptLanguage(() => localStorage)).toBeNull();
  });
});

describe('the choice in the settings', () => {
  it('offers each language in its own words, keeps the choice, and says when it comes', async () => {
    await openPage();
    await goTo('#/settings');
    const choice = screen.getByLabelText('Language');
    expect([...choice.children].map((option) => option.textContent)).toEqual([
      'As the browser',
      ...Object.values(LANGUAGES),
    ]);
    fireEvent.change(choice, { target: { value: 'de' } });
    expect(keptLanguage(() => localStorage)).toBe('de');
    expect(screen.getByText('It changes when this page is reloaded.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy();
    fireEvent.change(choice, { target: { value: '' } });
    expect(localStorage).toHaveLength(0);
  });

  it('never breaks off a session', async () => {
    await openMonitoring();
    await goTo('#/settings');
    fireEvent.change(screen.getByLabelText('Language'), { target: { value: 'fr' } });
    expect(screen.getByText(/End what is running first/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Reload the page' })).toBeNull();
  });
});

const FORMS: Readonly<Record<Language, readonly string[]>> = {
  en: ['0 pictures', '1 picture', '2 pictures', '1,234 pictures'],
  de: ['0 Bilder', '1 Bild', '2 Bilder', '1.234 Bilder'],
  es: ['0 imágenes', '1 imagen', '2 imágenes', '1234 imágenes'],
  fr: ['0 image', '1 image', '2 images', '1\u202f234 images'],
  ja: ['画像0枚', '画像1枚', '画像2枚', '画像1,234枚'],
  'zh-Hans': ['0张图片', '1张图片', '2张图片', '1,234张图片'],
};

it.each(Object.keys(LANGUAGES) as Language[])('counts as people do: %s', async (language) => {
  await speak(language);
  expect([0, 1, 2, 1234].map((n) => m.footage.stills(n))).toEqual(FORMS[language]);
});

it.each([
  ['en-GB', '1 hr 4 mins', '7%', '3.4 MB', 'a, b and c'],
  ['de', '1 Std., 4 Min.', '7 %', '3,4 MB', 'a, b und c'],
  ['fr', '1 h 4 min', '7 %', '3,4 Mo', 'a, b et c'],
  ['ja', '1時間4分', '7%', '3.4 MB', 'a、b、c'],
])('numbers are written as in %s', async (tag, ...written) => {
  vi.resetModules();
  await (await import('../../../src/app/messages/messages')).speak('en', tag);
  const { inWords, percent, megabytes, listed } = await import('../../../src/app/shared/format');
  const texts = [inWords(3_840_000), percent(0.07), megabytes(3_400_000), listed(['a', 'b', 'c'])];
  expect(texts.map((text) => text.replace(/[\u00a0\u202f]/g, ' '))).toEqual(written);
});
