import { defineConfig } from 'vite';

// `npm run dev` serves the console from its sources and passes everything else to a running server.
const server = process.env.CUTIS_URL ?? 'http://127.0.0.1:5080';

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: { target: 'es2022', assetsInlineLimit: 0, sourcemap: false, modulePreload: { polyfill: false } },
  server: { proxy: Object.fromEntries(['/api', '/service', '/files', '/health'].map(path => [path, server])) },
});
