// Bundles the pages' scripts and styles for embedding: node build.mjs SOURCE_DIR OUT_DIR
// CMake copies this file next to the node_modules that `npm ci` installed in the build tree and runs it there; sources
// are read from the source tree. Writes report.js, comparison.js, trend.js, report.css and licences.txt. Fetches
// nothing.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [source_dir, out_dir] = process.argv.slice(2);
const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');

await build({
  entryPoints: {
    report: join(source_dir, 'src/report.js'),
    comparison: join(source_dir, 'src/comparison.js'),
    trend: join(source_dir, 'src/trend.js'),
  },
  nodePaths: [modules],
  outdir: out_dir,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'ascii',  // keeps the page's hashes valid if the file is re-encoded
  legalComments: 'none',  // licences.txt has them in full
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});
await build({
  entryPoints: { report: join(source_dir, 'src/report.css') },
  outdir: out_dir,
  minify: true,
  // Don't let esbuild lower light-dark(): the result would show no colours either in a browser without it.
  target: 'esnext',
  charset: 'ascii',
  logLevel: 'warning',
});

// Inside <script> and <style> only these sequences can end or change the element's parsing.
const in_script = /<\/script|<script|<!--/i;
const forbidden_in = [
  ['report.js', in_script],
  ['comparison.js', in_script],
  ['trend.js', in_script],
  ['report.css', /<\/style/i],
];
for (const [name, forbidden] of forbidden_in) {
  if (forbidden.test(await readFile(join(out_dir, name), 'utf8'))) {
    throw new Error(`${name} holds ${forbidden}: it could not be written into a page as it is`);
  }
}

const carried = [
  ['Apache ECharts', 'echarts', ['NOTICE', 'LICENSE', 'licenses/LICENSE-d3']],
  ['ZRender', 'zrender', ['LICENSE']],
  ['tablesort', 'tablesort', ['LICENCE']],
  ['tslib', 'tslib', ['LICENSE.txt']],
];
let licences = '';
for (const [title, name, files] of carried) {
  const { version } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'));
  licences += `${title} ${version}\n\n`;
  for (const file of files) licences += (await readFile(join(modules, name, file), 'utf8')).trim() + '\n\n';
}
await writeFile(join(out_dir, 'licences.txt'), licences);
