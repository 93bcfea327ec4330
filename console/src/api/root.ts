/** Where the server begins: `/`, or the path under which a proxy serves it. Scripts lie in `assets/` of it. */
export const root = import.meta.env.DEV ? '/' : new URL('../', import.meta.url).pathname;
