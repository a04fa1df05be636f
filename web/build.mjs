// Builds the widget and the admin into a folder, and holds them to their budgets.
// usage: node web/build.mjs [folder]
import { readdirSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const web = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? 'dist/web');

// The budgets are bytes after gzip; a KB is 1000 bytes.
const budgets = [
  ['widget, loader and launcher', 6_000, () => [join(out, 'widget.js')]],
  ['widget, panel, a language', 28_000, () => [...files(join(out, 'widget'), /^panel/), largestOf(/^[a-z]{2}-/)]],
  ['admin, entry', 260_000, () => entryOf(join(out, 'admin'))],
];

function files(folder, pattern) {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}

// largestOf is the largest of the widget's files with such a name.
function largestOf(pattern) {
  return files(join(out, 'widget'), pattern).sort((a, b) => sizeOf(b) - sizeOf(a))[0];
}

function sizeOf(file) {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}

// entryOf lists the files that index.html loads before anything is shown.
function entryOf(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  return [...page.matchAll(/(?:src|href)="\/admin\/(assets\/[^"]+\.(?:js|css))"/g)].map((m) => join(folder, m[1]));
}

await rm(out, { recursive: true, force: true });
// The loader names these files: each character of a hash is one of its bytes.
const panel = await bundle('src/panel/index.tsx', 'es', 'widget/panel-[hash:6].js');
const news = await bundle('src/news.ts', 'es', 'widget/news-[hash:6].js');
const watch = await bundle('src/watch.ts', 'es', 'widget/watch-[hash:6].js');
const card = await bundle('src/card.ts', 'es', 'widget/card-[hash:6].js');
const back = await bundle('src/return.ts', 'es', 'widget/back-[hash:6].js');
const commands = await bundle('src/commands.ts', 'es', 'widget/commands-[hash:6].js');
await bundle('src/index.ts', 'iife', 'widget.js', {
  PANEL: JSON.stringify(panel),
  NEWS: JSON.stringify(news),
  CARD: JSON.stringify(card),
  RETURN: JSON.stringify(back),
  WATCH: JSON.stringify(watch),
  COMMANDS: JSON.stringify(commands),
});
await bundle('back/index.ts', 'iife', 'widget/back.js');
await bundle('src/sw.ts', 'iife', 'widget/sw.js');
for (const file of ['back.html', 'back.css']) await cp(join(web, 'widget/back', file), join(out, 'widget', file));
await build({
  configFile: join(web, 'admin/vite.config.ts'),
  logLevel: 'warn',
  define: { VERSION: JSON.stringify(process.env.VERSION || 'development') },
  build: { outDir: join(out, 'admin'), emptyOutDir: true },
});

// bundle makes one file of the widget, and gives its name.
async function bundle(input, format, name, define = {}) {
  const made = await build({
    configFile: join(web, 'widget/vite.config.ts'),
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    build: {
      outDir: out,
      minify: true,
      lib: { entry: join(web, 'widget', input), formats: [format], name: 'botifire' },
      rolldownOptions: {
        preserveEntrySignatures: 'allow-extension',
        output: { entryFileNames: name, chunkFileNames: 'widget/[name]-[hash].js', minify: true },
      },
    },
  });
  return [made].flat()[0].output[0].fileName;
}

// A flag is fetched when it is seen; fonts have them on some systems only.
await cp(resolve(web, '../node_modules/country-flag-icons/3x2'), join(out, 'admin/flags'), {
  recursive: true,
  filter: (file) => !/\.(js|ts|json)$/.test(file),
});

let over = false;
for (const [name, budget, list] of budgets) {
  const size = list().reduce((sum, file) => sum + sizeOf(file), 0);
  console.log(`  ${name.padEnd(28)} ${(size / 1000).toFixed(1).padStart(6)} KB of ${budget / 1000}`);
  over ||= size > budget;
}
for (const file of files(join(out, 'admin/assets'), /\.js$/)) {
  const size = sizeOf(file);
  if (size > 260_000) {
    console.log(`  ${file} is ${size} bytes`);
    over = true;
  }
}
if (over) {
  console.error('a budget is exceeded');
  process.exit(1);
}
