import { defineConfig } from 'vite';

// The two web components that other pages embed, each one script without imports.
const name = process.env.CUTIS_COMPONENT ?? 'viewer';

export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'dist/components',
    emptyOutDir: false,
    assetsDir: '',
    modulePreload: false,
    rollupOptions: {
      input: `src/components/${name}.ts`,
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: `cutis-${name}.js`, inlineDynamicImports: true },
    },
  },
});
