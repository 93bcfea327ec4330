import { defineConfig } from 'vite';

// `npm run dev` serves the console from its sources and passes everything else to a running server.
const server = process.env.CUTIS_URL ?? 'http://127.0.0.1:5080';

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // React's directives of servers mean nothing here.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
  // Scripts and styles find each other by relative paths, so that a proxy may serve the console under a path of its own.
  experimental: { renderBuiltUrl: (_, { hostType }) => (hostType === 'html' ? undefined : { relative: true }) },
  server: { proxy: Object.fromEntries(['/api', '/service', '/files', '/health', '/docs'].map(path => [path, server])) },
});
