/**
 * A Cache Storage of one cache, as far as ModelCache uses it; keys are resolved against an origin
 * as a browser does.
 */
export function fakeCacheStorage(): { storage: CacheStorage; entries: Map<string, ArrayBuffer> } {
  const entries = new Map<string, ArrayBuffer>();
  const urlOf = (request: RequestInfo | URL): string =>
    new URL(request instanceof Request ? request.url : request, 'https://app.test').href;
  const cache: Pick<Cache, 'match' | 'put' | 'delete' | 'keys'> = {
    match: (request) => {
      const bytes = entries.get(urlOf(request));
      return Promise.resolve(bytes && new Response(bytes));
    },
    put: async (request, response) => void entries.set(urlOf(request), await response.arrayBuffer()),
    delete: (request) => Promise.resolve(entries.delete(urlOf(request))),
    keys: () => Promise.resolve([...entries.keys()].map((url) => new Request(url))),
  };
  return {
    storage: { open: () => Promise.resolve(cache), match: cache.match } as unknown as CacheStorage,
    entries,
  };
}
