// Writes wwwroot/lib: one style sheet, one script, two small fonts. Run by the set-up script before the build.
import { build, transform } from 'esbuild';
import subsetFont from 'subset-font';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'wwwroot/lib');
const vendor = join(here, 'node_modules/@digdir/designsystemet-css/dist');
const read = path => readFile(path, 'utf8');

// Only what our tag helpers use; everything else of the design system stays out of the page.
const components = ['base', 'button', 'input', 'validation-message', 'table'];
const measures = ['ds.theme.size-mode', 'ds.theme.type-scale', 'ds.theme.size', 'ds.theme.semantic', 'ds.theme.typography.primary'];
const palettes = ['accent', 'lotus', 'neutral', 'info', 'success', 'warning', 'danger'];
const shades = ['background-default', 'background-tinted', 'surface-default', 'surface-tinted', 'surface-hover', 'surface-active',
  'border-subtle', 'border-default', 'border-strong', 'text-subtle', 'text-default',
  'base-default', 'base-hover', 'base-active', 'base-contrast-subtle', 'base-contrast-default'];

/** The block of one named cascade layer of the vendor's theme. */
function layer(css, name) {
  const start = css.indexOf(`@layer ${name}{`);
  if (start < 0) throw new Error(`the design system has no layer ${name} any more`);
  let depth = 0;
  for (let at = css.indexOf('{', start); at < css.length; at++) {
    if (css[at] === '{') depth++;
    if (css[at] === '}' && --depth === 0) return css.slice(start, at + 1);
  }
  throw new Error(`layer ${name} does not end`);
}

/** data-color="danger" and its like: the components read --ds-color-*, this points them at one palette. */
function colours() {
  const block = palettes.map(palette => {
    const selector = palette === 'accent' ? ':root,[data-color=accent]' : `[data-color=${palette}]`;
    return `${selector}{${shades.map(s => `--ds-color-${s}:var(--ds-color-${palette}-${s})`).join(';')}}`;
  });
  return `@layer ds.theme.color{${block.join('')}}`;
}

async function styles() {
  const theme = await read(join(vendor, 'theme/designsystemet.css'));
  const parts = await Promise.all(components.map(name => read(join(vendor, `src/${name}.css`))));
  const ours = await Promise.all(['theme.css', 'app.css', 'work.css', 'print.css'].map(name => read(join(here, 'Assets', name))));
  const css = [
    '@layer ds.theme,ds.base,ds.components;',
    ...measures.map(name => layer(theme, name)),
    colours(),
    `@layer ds.components{${parts.join('')}}`,
    ...ours,
  ].join('\n');
  return (await transform(css, { loader: 'css', minify: true, target: ['chrome111', 'firefox115', 'safari16'] })).code;
}

async function script(name = 'app.js') {
  const result = await build({
    entryPoints: [join(here, 'Assets', name)], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false,
  });
  return result.outputFiles[0].text;
}

/** Process diagrams (bpmn-js, its mark stays visible): only the pages that show or edit one load them. */
async function diagrams() {
  const vendor = join(here, 'node_modules/bpmn-js/dist/assets');
  const style = async (name, ...files) => (await build({
    stdin: { contents: files.map(file => `@import ${JSON.stringify(file)};`).join('\n'), loader: 'css', resolveDir: here },
    bundle: true, minify: true, write: false, outdir: out, assetNames: '[name]',
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty' },
  })).outputFiles.map(file => file.path.endsWith('.css') ? [name, file.text] : [basename(file.path), Buffer.from(file.contents)]);
  return [
    ...await style('diagram.css', join(vendor, 'diagram-js.css'), join(here, 'Assets/diagram.css')),
    ...await style('modeler.css', join(vendor, 'diagram-js.css'), join(vendor, 'bpmn-js.css'), join(vendor, 'bpmn-font/css/bpmn.css'), join(here, 'Assets/modeler.css')),
    ['diagram.js', await script('diagram.js')], ['modeler.js', await script('modeler.js')],
  ];
}

/** Latin and Vietnamese letters, digits and the signs of official texts: nothing a page of the province does not print. */
function letters(script) {
  const ranges = script === 'latin'
    ? [[0x20, 0x7e], [0xa0, 0xa0], [0xa7, 0xa7], [0xa9, 0xa9], [0xab, 0xab], [0xb0, 0xb0], [0xb2, 0xb3], [0xb7, 0xb7], [0xbb, 0xbb], [0xbd, 0xbd],
      [0xc0, 0xc3], [0xc8, 0xca], [0xcc, 0xcd], [0xd2, 0xd5], [0xd7, 0xd7], [0xd9, 0xda], [0xdd, 0xdd],
      [0xe0, 0xe3], [0xe8, 0xea], [0xec, 0xed], [0xf2, 0xf5], [0xf9, 0xfa], [0xfd, 0xfd],
      [0x2010, 0x2014], [0x2018, 0x201d], [0x2020, 0x2022], [0x2026, 0x2026], [0x2039, 0x203a], [0x20ac, 0x20ac]]
    : [[0x102, 0x103], [0x110, 0x111], [0x128, 0x129], [0x168, 0x169], [0x1a0, 0x1a1], [0x1af, 0x1b0], [0x1ea0, 0x1ef9], [0x20ab, 0x20ab]];
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))).join('');
}

// The name carries the font's version: browsers keep it for good (Headers.cs).
async function fonts() {
  const written = [];
  for (const weight of [400, 600])
    for (const script of ['latin', 'vietnamese']) {
      const source = await readFile(join(here, `node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-${script}-${weight}-normal.woff2`));
      const font = await subsetFont(source, letters(script), { targetFormat: 'woff2' });
      written.push([`be-vietnam-pro-5-${script}-${weight}.woff2`, font]);
    }
  return written;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const files = [['app.css', await styles()], ['app.js', await script()], ...await fonts(), ...await diagrams()];
let total = 0;
for (const [name, content] of files) {
  await writeFile(join(out, name), content);
  const size = typeof content === 'string'
    ? brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length : content.length;
  if (!/^(diagram|modeler|bpmn)/.test(name)) total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(6)} KB  ${name}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(6)} KB  on every page, compressed`);
