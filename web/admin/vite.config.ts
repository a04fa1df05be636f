import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Left alone the bundler makes a file of each part that two pages share: an icon, a field. A page then asks for seventy
// of them before it is whole.
const groups = [
  { name: 'entry', tags: ['$initial' as const], priority: 1 },
  { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 40_000 },
];

// A part that pages share has the names of all of them.
const chunkFileNames = ({ name }: { name: string }) => `assets/${name.split('~')[0]}-[hash].js`;

export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { output: { codeSplitting: { groups }, chunkFileNames } },
  },
});
