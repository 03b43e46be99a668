import { useSyncExternalStore } from 'react';

/** The pages, by the hash that opens them. */
export type Route =
  | { readonly page: 'monitor' | 'history' | 'learners' | 'settings' | 'about' }
  | { readonly page: 'session'; readonly id: string };

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
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  switch (page) {
    case 'history':
      return id ? { page: 'session', id: decoded(id) } : { page };
    case 'learners':
    case 'settings':
    case 'about':
      return { page };
    default:
      return { page: 'monitor' };
  }
}

export const hrefOf = (route: Route): string => {
  switch (route.page) {
    case 'monitor':
      return '#/';
    case 'session':
      return `#/history/${encodeURIComponent(route.id)}`;
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
