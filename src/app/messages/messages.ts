import type en from './en.json';
import { chooseLanguage, keptLanguage, type Language } from './languages';

type Value<Parameter extends string> = Parameter extends `${string}: number`
  ? number
  : Parameter extends `${string}: boolean`
    ? boolean
    : string;

type Values<Parameters extends string> = Parameters extends `${infer First}, ${infer Rest}`
  ? [Value<First>, ...Values<Rest>]
  : [Value<Parameters>];

/**
 * A catalogue as the page gets it (build/messages-plugin.ts): `"left(n: number, name)"` is a
 * function `left` of a number and a string, other texts are strings.
 */
type Messages<Catalogue> = {
  readonly [
    Key in keyof Catalogue as Key extends `${infer Name}(${string}` ? Name : Key
  ]: Key extends `${string}(${infer Parameters})`
    ? (...values: Values<Parameters>) => string
    : Catalogue[Key] extends readonly (infer Each)[]
      ? readonly (Each extends string ? string : Messages<Each>)[]
      : Catalogue[Key] extends string
        ? string
        : Messages<Catalogue[Key]>;
};

type AllMessages = Messages<typeof en>;

/** One chunk per language: only the one that is spoken is loaded. */
const catalogues = import.meta.glob<AllMessages>('./*.json', { import: 'default' });

/** The texts in the page's language. There once `speak` has resolved: pages load after that. */
export let m!: AllMessages;

/**
 * The tag by which numbers, dates and lists are written: the page's language, with a region if
 * known.
 */
export let locale!: string;

/** Fixes the page's language. A change of language is a new page. */
export async function speak(language: Language, tag: string = language): Promise<void> {
  const load = catalogues[`./${language}.json`];
  if (!load) throw new Error(`There is no catalogue for ${language}.`);
  m = await load();
  locale = tag;
}

/** Speaks as the page's address, the choice in the settings or the browser says, in this order. */
export async function speakAsWished(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang');
  const kept = keptLanguage(() => localStorage);
  const chosen = [asked, kept].filter((tag) => tag !== null);
  const { language, tag } = chooseLanguage(chosen, navigator.languages);
  document.documentElement.lang = language;
  await speak(language, tag);
}
