import { type TypeScript, typescript6 } from '../typescript6.js';
import type { CallDraft, ImportDraft, Walk } from './drafts.js';
import type { ImportForm } from './facts.js';
import { addImport } from './import-draft.js';
import { evaluateSpecifier } from './specifier.js';
import { dottedPath, literalText, peeled, propertyName } from './syntax-nodes.js';

/** Maps, not records: callees are called `constructor` and `toString` too. */
const mockMethods = byName<ImportForm>({
  'vi.mock': 'mock',
  'vi.doMock': 'mock',
  'vi.unmock': 'mock',
  'vi.doUnmock': 'mock',
  'vi.importMock': 'mock',
  'vi.importActual': 'import-actual',
  'jest.mock': 'mock',
  'jest.doMock': 'mock',
  'jest.unmock': 'mock',
  'jest.dontMock': 'mock',
  'jest.deepUnmock': 'mock',
  'jest.setMock': 'mock',
  'jest.requireMock': 'mock',
  'jest.createMockFromModule': 'mock',
  'jest.genMockFromModule': 'mock',
  'jest.unstable_mockModule': 'mock',
  'jest.unstable_unmockModule': 'mock',
  'jest.requireActual': 'import-actual',
  'mock.module': 'mock',
});

const functionForms = byName<ImportForm>({
  require: 'require',
  'module.require': 'require',
  'require.resolve': 'require-resolve',
  'import.meta.resolve': 'meta-resolve',
  'import.meta.glob': 'glob',
  'import.meta.globEager': 'glob',
});

/** What the test runners call their modules; a binding of one of these names counts as the global of that name. */
const runnerModules = byName<readonly string[]>({
  vi: ['vitest'],
  jest: ['@jest/globals'],
  mock: ['node:test', 'bun:test'],
});

function byName<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}

/** Finds the imports among the calls of a file: `require`, `new URL`, mocks, globs. Call it with the calls in their order. */
export function addCallImports(calls: readonly CallDraft[], walk: Walk): void {
  const workerUrls = new Set<TypeScript.Node>();
  for (const draft of calls) {
    const { node, path } = draft;
    const K = typescript6().SyntaxKind;
    if (draft.site || node.kind === K.TaggedTemplateExpression) continue;
    const args = (node as TypeScript.CallExpression).arguments ?? [];
    const first = args[0];
    if (!first) continue;
    const name = canonicalName(path, walk);
    if (node.kind === K.NewExpression) {
      if (name === 'URL') addUrl(draft, first, args[1], workerUrls, walk);
      else if (name === 'Worker' || name === 'SharedWorker') addWorker(draft, first, args[1], workerUrls, walk);
      continue;
    }
    if (name === 'navigator.serviceWorker.register') workerUrls.add(peeled(first));
    const form = mockMethods.get(name) ?? functionForms.get(name);
    if (form === 'glob') addGlobs(draft, first, walk);
    else if (form) addCall(draft, form, first, walk);
  }
}

/** The path with what the imports and globals behind it are called by their makers. */
function canonicalName(path: readonly string[], walk: Walk): string {
  const [root = '', ...rest] = withoutGlobal(path, walk);
  const call = rest.lastIndexOf('()');
  if (call >= 0) {
    const maker = call === 0 ? (walk.bindings.get(root)?.imported ?? root) : rest[call - 1];
    return maker === 'createRequire' ? ['require', ...rest.slice(call + 1)].join('.') : '';
  }
  const binding = walk.bindings.get(root);
  if (!binding) return [root === 'vitest' ? 'vi' : root, ...rest].join('.');
  const specifier = walk.importOf.get(binding)?.specifier ?? '';
  const names = binding.imported === '*' ? rest : [binding.imported, ...rest];
  const head = names[0] === 'vitest' ? 'vi' : names[0];
  if (head !== undefined && runnerModules.get(head)?.includes(specifier)) return [head, ...names.slice(1)].join('.');
  if (head === 'Worker' && /^(node:)?worker_threads$/.test(specifier)) return 'Worker';
  if (head === 'URL' && /^(node:)?url$/.test(specifier)) return 'URL';
  return '';
}

/** The path without `globalThis.`, `window.` and the like, where no import carries that name. */
export function withoutGlobal(path: readonly string[], walk: Walk): readonly string[] {
  const [root] = path;
  const isHost = root === 'globalThis' || root === 'window' || root === 'self' || root === 'global';
  return isHost && path.length > 1 && !walk.bindings.has(root) ? path.slice(1) : path;
}

function addCall(draft: CallDraft, form: ImportForm, specifier: TypeScript.Expression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const { node } = draft;
  // `vi.mock(import("./x"))`: the import is never evaluated, it only names the module with its type.
  const inner = walk.sites.get(peeled(specifier));
  if (inner && inner.form === 'dynamic-import' && form !== 'require') {
    walk.imports.splice(walk.imports.indexOf(inner), 1);
    addImport(walk, form, inner.specifierNode ?? specifier, node, {
      ...known(inner.specifierNode as TypeScript.Expression, walk),
      symbol: draft.symbol,
      deferred: draft.deferred,
    });
    return;
  }
  // A call of a mock may name nothing but a factory: `vi.hoisted(() => …)` is no import and not listed.
  if (peeled(specifier).kind === K.ArrowFunction) return;
  const isRequire = form === 'require';
  const names = (isRequire || form === 'import-actual') && walk.siteNames.get(node);
  const made = addImport(walk, form, specifier, node, {
    ...known(specifier, walk),
    symbol: draft.symbol,
    deferred: draft.deferred,
    names: names || [],
  });
  walk.sites.set(node, made);
}

function addUrl(
  draft: CallDraft,
  specifier: TypeScript.Expression,
  base: TypeScript.Expression | undefined,
  workerUrls: ReadonlySet<TypeScript.Node>,
  walk: Walk,
): void {
  if (!base || dottedPath(base)?.join('.') !== 'import.meta.url') return;
  const found = known(specifier, walk);
  // Absolute addresses leave the workspace, and folders are no files.
  if (found.specifier !== undefined && /^[a-z][a-z0-9+.-]*:|^\/\/|(^|\/)\.{0,2}$/i.test(found.specifier)) return;
  const form = workerUrls.has(draft.node) ? 'worker' : 'new-url';
  addImport(walk, form, specifier, draft.node, { ...found, symbol: draft.symbol, deferred: draft.deferred });
}

function addWorker(
  draft: CallDraft,
  specifier: TypeScript.Expression,
  options: TypeScript.Expression | undefined,
  workerUrls: Set<TypeScript.Node>,
  walk: Walk,
): void {
  const K = typescript6().SyntaxKind;
  const bare = peeled(specifier);
  if (bare.kind === K.NewExpression) {
    workerUrls.add(bare);
    return;
  }
  const isNode = walk.bindings.has(draft.path[0] ?? '');
  const found = known(specifier, walk);
  const isPath = found.specifier !== undefined && /^\.{0,2}\//.test(found.specifier);
  // Node runs a file by path; the text of `{ eval: true }` is code, and a browser resolves a string against the page.
  if (!isPath && (!isNode || found.specifier !== undefined || isEvaluated(options))) return;
  addImport(walk, 'worker', specifier, draft.node, { ...found, symbol: draft.symbol, deferred: draft.deferred });
}

function isEvaluated(options: TypeScript.Expression | undefined): boolean {
  const K = typescript6().SyntaxKind;
  if (options?.kind !== K.ObjectLiteralExpression) return false;
  return (options as TypeScript.ObjectLiteralExpression).properties.some(
    property => propertyName(property.name as TypeScript.PropertyName | undefined) === 'eval',
  );
}

function addGlobs(draft: CallDraft, argument: TypeScript.Expression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const bare = peeled(argument);
  const list = bare.kind === K.ArrayLiteralExpression ? (bare as TypeScript.ArrayLiteralExpression).elements : [bare];
  const patterns = list.map(node => ({ node, text: literalText(node) }));
  const except = patterns.filter(({ text }) => text?.startsWith('!')).map(({ text }) => text!.slice(1));
  for (const { node, text } of patterns) {
    if (text?.startsWith('!')) continue;
    addImport(walk, 'glob', node, draft.node, {
      specifier: undefined,
      pattern: text,
      ...(except.length > 0 ? { except } : {}),
      symbol: draft.symbol,
      deferred: !isEager(draft.node as TypeScript.CallExpression, draft),
    });
  }
}

/** `import.meta.globEager(…)` and `import.meta.glob(…, { eager: true })` evaluate what they find with the file. */
function isEager(node: TypeScript.CallExpression, draft: CallDraft): boolean {
  const K = typescript6().SyntaxKind;
  if (draft.path.at(-1) === 'globEager') return true;
  const options = node.arguments[1];
  if (options?.kind !== K.ObjectLiteralExpression) return false;
  return (options as TypeScript.ObjectLiteralExpression).properties.some(
    property =>
      property.kind === K.PropertyAssignment &&
      propertyName((property as TypeScript.PropertyAssignment).name) === 'eager' &&
      (property as TypeScript.PropertyAssignment).initializer.kind === K.TrueKeyword,
  );
}

/** Fills in the specifiers of `import()` that constants give; their scopes are known only after the walk. */
export function settleDynamicImports(walk: Walk): void {
  for (const draft of walk.imports) {
    if (draft.form !== 'dynamic-import') continue;
    const found = known(draft.specifierNode as TypeScript.Expression, walk);
    draft.specifier = found.specifier;
    draft.pattern = found.pattern;
  }
}

function known(node: TypeScript.Expression, walk: Walk): Pick<ImportDraft, 'specifier' | 'pattern'> {
  const { specifier, pattern } = evaluateSpecifier(node, walk);
  return { specifier, pattern };
}
