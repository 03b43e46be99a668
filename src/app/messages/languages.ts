/**
 * The languages of the app's texts, each in its own words. Each has a catalogue beside this file.
 */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  ja: '日本語',
  'zh-Hans': '简体中文',
} as const;
export type Language = keyof typeof LANGUAGES;

/** Where the choice in the settings is kept: it must be known before any text is. */
const KEY = 'wakeful-language';

/** What the learner chose; null: nothing, or what the browser does not let us read. */
export function keptLanguage(storage: () => Storage): Language | null {
  try {
    return languageOf(storage().getItem(KEY) ?? '');
  } catch {
    return null;
  }
}

/** null: as the browser has it. Nothing is kept where the browser keeps nothing. */
export function keepLanguage(storage: () => Storage, language: Language | null): void {
  try {
    if (language === null) storage().removeItem(KEY);
    else storage().setItem(KEY, language);
  } catch {
    // The page's address can name it all the same.
  }
}

/**
 * The first language of ours that is wished for, and the tag for numbers and dates: the browser's
 * own where it has that language, since it may know a region.
 * @param wished asked for and chosen, before what the browser prefers
 */
export function chooseLanguage(
  wished: readonly string[],
  browser: readonly string[],
): { readonly language: Language; readonly tag: string } {
  const language = [...wished, ...browser].map(languageOf).find((known) => known !== null) ?? 'en';
  return { language, tag: browser.find((tag) => languageOf(tag) === language) ?? language };
}

/** `de-AT` is German, `zh-CN` and `zh-SG` are Simplified Chinese, `zh-TW` is none of ours. */
export function languageOf(tag: string): Language | null {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    const name = language === 'zh' ? `zh-${script ?? ''}` : language;
    return isOurs(name) ? name : null;
  } catch {
    return null;
  }
}

const isOurs = (name: string): name is Language => Object.hasOwn(LANGUAGES, name);
