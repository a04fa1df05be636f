import { defineConfig } from 'vite';

// Two files: the loader, a classic script at a fixed address, and the panel, a module
// that the loader fetches when it is opened. They share types and nothing else, so that
// neither needs a third.
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', modulePreload: false, copyPublicDir: false, emptyOutDir: false },
});
