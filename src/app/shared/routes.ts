import { useSyncExternalStore } from 'react';
import * as v from 'valibot';
import { BACKENDS, type BackendName } from '../../engine/protocol';

/** The pages, by the hash that opens them. */
export type Route =
  | { readonly page: 'monitor' | 'history' | 'learners' | 'settings' | 'about' }
  | { readonly page: 'session'; readonly id: string }
  | { readonly page: 'studio'; readonly view: StudioView };

/** The studio's pages: footage, labels of a recording, training, models, comparison of one. */
export type StudioView =
  /** `adds`: to where more is brought. */
  | { readonly name: 'footage'; readonly adds?: true }
  | { readonly name: 'train' | 'models' }
  | { readonly name: 'verdict'; readonly id: string }
  /** `second`: where the film is to be opened. */
  | { readonly name: 'labels'; readonly id: string; readonly second?: number };

/** An id in an address that somebody broke stays as it is: it then names no session. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The page of a `location.hash`; whatever is not known is the monitor. */
export function routeOf(hash: string): Route {
  const [page, id, more] = hash.replace(/^#\/?/, '').split('/');
  switch (page) {
    case 'history':
      return id ? { page: 'session', id: decoded(id) } : { page };
    case 'studio':
      return { page, view: studioViewOf(id, more) };
    case 'learners':
    case 'settings':
    case 'about':
      return { page };
    default:
      return { page: 'monitor' };
  }
}

const secondOf = (part: string | undefined): { readonly second?: number } =>
  part !== undefined && /^\d+$/.test(part) ? { second: Number(part) } : {};

function studioViewOf(part: string | undefined, id: string | undefined): StudioView {
  switch (part) {
    case undefined:
    case '':
      return { name: 'footage' };
    case 'add':
      return { name: 'footage', adds: true };
    case 'train':
      return { name: 'train' };
    case 'models':
      return id ? { name: 'verdict', id: decoded(id) } : { name: 'models' };
    default:
      return { name: 'labels', id: decoded(part), ...secondOf(id) };
  }
}

function studioHrefOf(view: StudioView): string {
  switch (view.name) {
    case 'footage':
      return view.adds ? '#/studio/add' : '#/studio';
    case 'labels':
      return `#/studio/${encodeURIComponent(view.id)}${view.second === undefined ? '' : `/${view.second}`}`;
    case 'verdict':
      return `#/studio/models/${encodeURIComponent(view.id)}`;
    default:
      return `#/studio/${view.name}`;
  }
}

export const hrefOf = (route: Route): string => {
  switch (route.page) {
    case 'monitor':
      return '#/';
    case 'session':
      return `#/history/${encodeURIComponent(route.id)}`;
    case 'studio':
      return studioHrefOf(route.view);
    default:
      return `#/${route.page}`;
  }
};

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => location.hash));
}

/** `?backend=` of the page's address; null where it is missing or names none. */
export function backendOf(search: string): BackendName | null {
  const parsed = v.safeParse(v.picklist(BACKENDS), new URLSearchParams(search).get('backend'));
  return parsed.success ? parsed.output : null;
}
