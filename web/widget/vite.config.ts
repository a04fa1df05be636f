import { defineConfig } from 'vite';

// The loader is a classic script at a fixed address. It fetches the other files, which are modules, when they
// are needed: the panel with its language, the commands, the card, the way back, the news, the watch. Each is bundled
// by itself: a small part that two of them use is in both, so that none needs a further file.
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', modulePreload: false, copyPublicDir: false, emptyOutDir: false },
});
