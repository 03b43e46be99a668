import { chooseLanguage, keptLanguage } from './languages';
import { speak } from './messages';

/** Speaks as the page's address, the choice in the settings or the browser says, in this order. */
export async function speakAsWished(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang');
  const kept = keptLanguage(() => localStorage);
  const chosen = [asked, kept].filter((tag) => tag !== null);
  const { language, tag } = chooseLanguage(chosen, navigator.languages);
  document.documentElement.lang = language;
  await speak(language, tag);
}
