import { defineConfig } from 'vitest/config';

// Two kinds of test: of functions, in Node; of the screens, in a real browser against
// the local cloud that RUN names. The others take times and pictures of the screens.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          setupFiles: ['test/browser/failed.ts'],
          testTimeout: 480_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          maxWorkers: 1,
          isolate: false, // who signed in for one file is signed in for the next
          retry: 0,
        },
      },
      { test: { name: 'bench', include: ['test/bench/**/*.test.ts'], hookTimeout: 60_000 } },
      { test: { name: 'shots', include: ['test/shots/**/*.test.ts'], hookTimeout: 60_000 } },
    ],
  },
});
