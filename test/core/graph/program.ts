import { dirname, type FilePath, join } from '../../../core/files/paths.js';
import type { Edge, EdgeTarget } from '../../../core/graph/edge.js';
import { edgeTarget } from '../../../core/graph/edge-target.js';
import { type LinkInput, linkFile } from '../../../core/graph/link.js';
import { createOriginMemo, type OriginMemo } from '../../../core/graph/origin-memo.js';
import { type Augmentation, createOriginResolver, type OriginResolver } from '../../../core/graph/origins.js';
import type { EmitOptions, Resolution } from '../../../core/resolve/resolution.js';
import type { FileFacts, ImportFact } from '../../../core/syntax/facts.js';
import { dialectOf } from '../../../core/syntax/parser.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';

const parser = typescriptParser();

/** Facts of a text by the real front end. */
export function factsOf(text: string, path = 'a.ts'): FileFacts {
  return parser.extract(text, dialectOf(path) ?? 'json').facts;
}

/** Everything a workspace of the given files gives to linking; specifiers are relative, bare ones are installed packages. */
export interface TestProgram {
  readonly origins: OriginResolver;
  facts(path: FilePath): FileFacts | undefined;
  edges(path: FilePath, settings?: TestSettings): readonly Edge[];
}

export interface TestSettings extends Partial<Pick<LinkInput, 'isTest' | 'ambient' | 'globFiles'>> {
  readonly emit?: Partial<EmitOptions>;
}

export type Files = Readonly<Record<FilePath, string>>;

export function programOf(files: Files, memo: OriginMemo = createOriginMemo()): TestProgram {
  const facts = new Map<FilePath, FileFacts>();
  for (const [path, text] of Object.entries(files)) if (dialectOf(path)) facts.set(path, factsOf(text, path));
  const resolve = (from: FilePath, fact: ImportFact): Resolution | undefined => resolution(files, from, fact);
  const targets = new Map<FilePath, readonly EdgeTarget[]>();
  for (const [path, { imports }] of facts) {
    targets.set(
      path,
      imports.map(fact => edgeTarget(fact, resolve(path, fact), () => false)),
    );
  }
  const augmentations = new Map<FilePath, Augmentation[]>();
  for (const [path, { augmentations: added }] of facts) {
    for (const { import: site, names } of added) {
      const target = targets.get(path)?.[site];
      if (target?.kind === 'file')
        augmentations.set(target.path, [...(augmentations.get(target.path) ?? []), { path, names }]);
    }
  }
  // Texts stand for facts, targets and augmentations of these small programs.
  const stamp = (path: FilePath): string | undefined =>
    files[path] && `${files[path]} ${JSON.stringify(augmentations.get(path))}`;
  const origins = createOriginResolver(
    {
      facts: path => facts.get(path),
      target: (path, site) => targets.get(path)?.[site],
      augmentations: path => augmentations.get(path) ?? [],
      stamp,
    },
    memo,
  );
  return {
    origins,
    facts: path => facts.get(path),
    edges: (path, settings = {}) => {
      const own = facts.get(path);
      if (!own) throw new Error(`no source ${path}`);
      const { emit, ...rest } = settings;
      return linkFile({
        path,
        facts: own,
        resolutions: own.imports.map(fact => resolve(path, fact)),
        emit: emit && { ...noEmit, ...emit },
        isTest: false,
        ambient: () => false,
        originIsValue: origins.isValue,
        isConstEnum: origins.isConstEnum,
        ...rest,
      });
    },
  };
}

const noEmit: EmitOptions = {
  verbatimModuleSyntax: false,
  isolatedModules: false,
  preserveConstEnums: false,
  preserveValueImports: false,
  emitDecoratorMetadata: false,
};

function resolution(files: Files, from: FilePath, { specifier, form }: ImportFact): Resolution | undefined {
  if (specifier === undefined || form === 'glob') return undefined;
  if (!specifier.startsWith('.')) {
    if (!/^[\w@/.-]+$/.test(specifier)) return { kind: 'unresolved', reason: 'Cannot find module.' };
    return {
      kind: 'external',
      package: specifier.split('/')[0] ?? '',
      subpath: specifier.split('/').slice(1).join('/'),
      builtin: false,
      installed: true,
    };
  }
  const base = join(dirname(from), specifier);
  for (const candidate of [base, `${base}.ts`, `${base}.tsx`, `${base}.d.ts`, `${base}.js`, `${base}/index.ts`]) {
    if (files[candidate] !== undefined) return { kind: 'file', path: candidate };
  }
  return { kind: 'unresolved', reason: 'Cannot find module.' };
}
