import { describe, expect, test } from 'vitest';
import { workspace } from './fixture.js';

const bundler = { compilerOptions: { module: 'esnext', moduleResolution: 'bundler' } };
const nodenext = { compilerOptions: { module: 'nodenext' } };

describe('a relative specifier', () => {
  test('finds what TypeScript finds, in its order', () => {
    const { ask } = workspace({
      'tsconfig.json': bundler,
      'src/a.ts': '',
      'src/both.ts': '',
      'src/both.js': '',
      'src/typed.js': '',
      'src/typed.d.ts': '',
      'src/view.tsx': '',
      'src/view/index.ts': '',
      'src/folder/index.tsx': '',
      'src/m.mts': '',
      'src/c.cts': '',
      'src/old.jsx': '',
      'src/x.test.ts': '',
    });
    const found = (specifier: string) => ask('src/a.ts', specifier);
    expect(found('./both')).toBe('src/both.ts');
    expect(found('./both.js')).toBe('src/both.ts');
    expect(found('./both.ts')).toBe('src/both.ts');
    expect(found('./typed.js')).toBe('src/typed.d.ts');
    expect(found('./view')).toBe('src/view.tsx');
    expect(found('./view/')).toBe('src/view/index.ts');
    expect(found('./view.jsx')).toBe('src/view.tsx');
    expect(found('./folder')).toBe('src/folder/index.tsx');
    expect(found('./m.mjs')).toBe('src/m.mts');
    expect(found('./c.cjs')).toBe('src/c.cts');
    expect(found('./old')).toBe('src/old.jsx');
    expect(found('./x.test')).toBe('src/x.test.ts');
    expect(found('./m')).toMatch(/^\? Cannot find module '.\/m'/);
  });

  test('may name the folder it stands in, or one above', () => {
    const { ask } = workspace({ 'index.ts': '', 'a/index.ts': '', 'a/b/c.ts': '' });
    expect(ask('a/b/c.ts', '..')).toBe('a/index.ts');
    expect(ask('a/b/c.ts', '../')).toBe('a/index.ts');
    expect(ask('a/b/c.ts', '../..')).toBe('index.ts');
    expect(ask('a/index.ts', '.')).toBe('a/index.ts');
    expect(ask('a/b/c.ts', '.')).toBe(
      "? Cannot find module '.'. There is no file a/b with that or a TypeScript or JavaScript extension, and no index file in a folder of that name.",
    );
  });

  test('never leaves the root', () => {
    const { ask } = workspace({ 'a.ts': '' });
    expect(ask('a.ts', '../outside')).toBe("? Cannot find module '../outside'. It leads out of the workspace root.");
    expect(ask('a.ts', '..')).toBe("? Cannot find module '..'. It leads out of the workspace root.");
  });

  test('enters a folder through its manifest', () => {
    const { ask } = workspace({
      'a.ts': '',
      'lib/package.json': { main: 'start.js' },
      'lib/start.ts': '',
      'lib/index.ts': '',
    });
    expect(ask('a.ts', './lib')).toBe('lib/start.ts');
  });

  test('reaches resources by their full name, with and without what only bundlers read', () => {
    const { ask } = workspace({
      'a.ts': '',
      'x.css': '',
      'logo.svg': '',
      'data.json': {},
      'App.vue': '',
      'work.ts': '',
      'typed.scss': '',
      'typed.d.scss.ts': '',
      LICENSE: '',
    });
    expect(ask('a.ts', './x.css')).toBe('x.css');
    expect(ask('a.ts', './logo.svg?raw')).toBe('logo.svg');
    expect(ask('a.ts', './data.json')).toBe('data.json');
    expect(ask('a.ts', './App.vue')).toBe('App.vue');
    expect(ask('a.ts', './work?worker')).toBe('work.ts');
    expect(ask('a.ts', '!!raw-loader!./x.css')).toBe('x.css');
    expect(ask('a.ts', './typed.scss')).toBe('typed.d.scss.ts');
    expect(ask('a.ts', './LICENSE')).toBe('LICENSE');
    expect(ask('a.ts', './App')).toMatch(/^\?/);
    expect(ask('a.ts', './none.css')).toMatch(/^\?/);
  });
});

describe('under node16 and nodenext', () => {
  const tree = {
    'tsconfig.json': nodenext,
    'package.json': { type: 'module' },
    'a.ts': '',
    'b.ts': '',
    'dir/index.ts': '',
    'old.cts': '',
    'old/package.json': {},
    'old/x.ts': '',
    'old/y.ts': '',
    'Page.vue': '',
  };
  test('ES modules write the extension', () => {
    const { ask } = workspace(tree);
    expect(ask('a.ts', './b.js')).toBe('b.ts');
    expect(ask('a.ts', './b')).toBe(
      "? Cannot find module './b'. Did you mean './b.js'? Relative imports of ES modules need the file extension under nodenext.",
    );
    expect(ask('a.ts', './dir')).toContain("Did you mean './dir/index.js'?");
  });
  test('CommonJS does not, unless it loads an ES module by import()', () => {
    const { ask } = workspace(tree);
    expect(ask('old.cts', './b')).toBe('b.ts');
    expect(ask('old/x.ts', './y')).toBe('old/y.ts');
    expect(ask('old/x.ts', './y', { explicit: true })).toMatch(/^\?/);
    expect(ask('a.ts', './dir', { mode: 'require' })).toBe('dir/index.ts');
  });
  test('files that no tsconfig includes are run by tools that add extensions', () => {
    const { ask } = workspace({
      ...tree,
      'tsconfig.json': { ...nodenext, exclude: ['**/*.spec.ts'] },
      'b.spec.ts': '',
      'plain.js': '',
    });
    expect(ask('b.spec.ts', './b')).toBe('b.ts');
    expect(ask('b.spec.ts', './dir')).toBe('dir/index.ts');
    expect(ask('b.spec.ts', './none')).toMatch(/^\?/);
    expect(ask('plain.js', './b')).toBe('b.ts');
    expect(ask('a.ts', './b')).toMatch(/^\?/);
  });
  test('a file of a referenced project is in a program', () => {
    const { ask } = workspace({
      'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
      'tsconfig.app.json': { ...nodenext, include: ['src'] },
      'package.json': { type: 'module' },
      'src/a.ts': '',
      'src/b.ts': '',
    });
    expect(ask('src/a.ts', './b')).toMatch(/^\?/);
  });
  test('a component goes by the rules of its bundler', () => {
    expect(workspace(tree).ask('Page.vue', './b')).toBe('b.ts');
  });
});

test('node10 looks for TypeScript everywhere before JavaScript', () => {
  const { ask } = workspace({
    'tsconfig.json': { compilerOptions: { module: 'commonjs', moduleResolution: 'node' } },
    'a.ts': '',
    'x.js': '',
    'x/index.ts': '',
  });
  expect(ask('a.ts', './x')).toBe('x/index.ts');
});

test('rootDirs lie over one another', () => {
  const { ask } = workspace({
    'tsconfig.json': { compilerOptions: { rootDirs: ['src', 'gen'] } },
    'src/view/a.ts': '',
    'gen/view/a.template.ts': '',
    'gen/view/only.ts': '',
    'src/view/only.ts': '',
  });
  expect(ask('src/view/a.ts', './a.template')).toBe('gen/view/a.template.ts');
  expect(ask('src/view/a.ts', './only')).toBe('src/view/only.ts');
  expect(ask('gen/view/only.ts', './a')).toBe('src/view/a.ts');
});

test('moduleSuffixes stand before the extension', () => {
  const { ask } = workspace({
    'tsconfig.json': { compilerOptions: { moduleSuffixes: ['.ios', ''] } },
    'a.ts': '',
    'x.ios.ts': '',
    'x.ts': '',
    'y.ts': '',
  });
  expect(ask('a.ts', './x')).toBe('x.ios.ts');
  expect(ask('a.ts', './y')).toBe('y.ts');
});

describe('a specifier that leads nowhere says why', () => {
  test('letter case', () => {
    const { ask } = workspace({ 'a.ts': '', 'Button.tsx': '' });
    expect(ask('a.ts', './button')).toBe("? Cannot find module './button'. 'Button.tsx' differs in letter case.");
  });
  test('no folder, no file, nothing at all', () => {
    const { ask } = workspace({ 'a.ts': '' });
    expect(ask('a.ts', './x/y')).toBe(
      "? Cannot find module './x/y'. There is no file x/y with that or a TypeScript or JavaScript extension, and no index file in a folder of that name.",
    );
    expect(ask('a.ts', './x')).toBe(
      "? Cannot find module './x'. There is no file x with that or a TypeScript or JavaScript extension, and no index file in a folder of that name.",
    );
    expect(ask('a.ts', '')).toBe('? The specifier is empty.');
  });
});

describe('a target that may appear', () => {
  const tree = {
    '.gitignore': 'generated/\n/dist\n*.gen.ts\n',
    'a.ts': '',
    'src/x.ts': '',
    'package.json': { name: 'p' },
  };
  test('is absent when git ignores it', () => {
    const { ask } = workspace(tree);
    expect(ask('a.ts', './generated/client')).toBe('absent generated/client.ts');
    expect(ask('a.ts', './generated/client.js')).toBe('absent generated/client.ts');
    expect(ask('a.ts', './routes.gen')).toBe('absent routes.gen.ts');
    expect(ask('a.ts', './dist/none.js')).toBe('absent dist/none.ts');
    expect(ask('a.ts', './none')).toMatch(/^\?/);
  });
  test('is absent when the policy says that a tool writes it', () => {
    const { ask } = workspace({ 'src/a.ts': '' }, { generated: ['**/*.pb.ts', 'src/graphql/**'] });
    expect(ask('src/a.ts', './model.pb')).toBe('absent src/model.pb.ts');
    expect(ask('src/a.ts', './graphql')).toBe('absent src/graphql/index.ts');
    expect(ask('src/a.ts', './other')).toMatch(/^\?/);
  });
  test('is absent when its name says that a tool writes it', () => {
    const { ask } = workspace({ 'src/a.ts': '' });
    expect(ask('src/a.ts', './routeTree.gen')).toBe('absent src/routeTree.gen.ts');
    expect(ask('src/a.ts', './schema.generated.js')).toBe('absent src/schema.generated.ts');
    expect(ask('src/a.ts', './__generated__/graphql')).toBe('absent src/__generated__/graphql.ts');
    expect(ask('src/routes/+page.ts', './$types')).toBe('absent src/routes/$types.ts');
    expect(ask('src/routes/+page.ts', './$types.js')).toBe('absent src/routes/$types.ts');
    expect(ask('src/routes/home.tsx', './+types/home')).toBe('absent src/routes/+types/home.ts');
    expect(ask('src/a.ts', './types')).toMatch(/^\?/);
    expect(ask('src/a.ts', './generation')).toMatch(/^\?/);
    expect(ask('src/a.ts', './gen')).toMatch(/^\?/);
  });
  test('is absent when git ignores it below another of the rootDirs', () => {
    const { ask } = workspace({
      '.gitignore': '.react-router\n',
      'tsconfig.json': { compilerOptions: { rootDirs: ['.', './.react-router/types'] } },
      'app/routes/home.tsx': '',
    });
    expect(ask('app/routes/home.tsx', './info/home')).toBe('absent .react-router/types/app/routes/info/home.ts');
    expect(ask('app/routes/home.tsx', './none')).toMatch(/^absent/);
  });
  test('is its source when it is build output', () => {
    expect(workspace(tree).ask('a.ts', './dist/x.js')).toBe('src/x.ts');
  });
});

describe('a literal path', () => {
  const { ask } = workspace({
    'src/a.ts': '',
    'src/data.bin': '',
    'src/worker.ts': '',
    'src/types.d.ts': '',
    'public/logo.png': '',
  });
  const literal = (specifier: string) => ask('src/a.ts', specifier, { literal: true });
  test('is relative to the file without being written so', () => {
    expect(literal('data.bin')).toBe('src/data.bin');
    expect(literal('./data.bin?x#y')).toBe('src/data.bin');
    expect(literal('../public/logo.png')).toBe('public/logo.png');
  });
  test('may name a folder, the source of a worker, and leave out what reference path may', () => {
    expect(literal('.')).toBe('src');
    expect(literal('./worker.js')).toBe('src/worker.ts');
    expect(literal('./types')).toBe('src/types.d.ts');
  });
  test('is never a package', () => {
    expect(literal('react')).toBe(
      "? There is no file or folder src/react, which 'react' names relative to the importing file.",
    );
    expect(literal('https://x.dev/a.png')).toBe('missing https://x.dev /a.png');
    expect(literal('data:text/plain,x')).toBe('built-in data:');
  });
});
