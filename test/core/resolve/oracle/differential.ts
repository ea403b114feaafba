import type { FileSystem } from '../../../../core/files/file-system.js';
import { type FilePath, join } from '../../../../core/files/paths.js';
import type { Layout } from '../../../../core/resolve/layout.js';
import type { Resolution, ResolutionRequest } from '../../../../core/resolve/resolution.js';
import type { Resolver } from '../../../../core/resolve/resolver.js';
import { packageOfInstalledPath } from '../../../../core/resolve/specifier.js';
import { typescript6 } from '../../../../core/typescript6.js';
import { createOracle, type OracleAnswer } from './oracle.js';

/** Why an answer may differ from TypeScript's; `same` where it does not, `unexplained` is a mistake of ours. */
export type Verdict =
  | 'same'
  | 'both nowhere'
  | 'resource: a file that TypeScript does not resolve'
  | 'workspace package: not linked or not built, so TypeScript finds nothing'
  | 'build output: led back to source'
  | 'package not installed'
  | 'built-in'
  | 'module of a tool or URL'
  | 'absent: generated or ignored'
  | 'bundler syntax'
  | 'file outside of every program: extensions may be left out'
  | 'alias that only a missing tsconfig or a bundler knows'
  | 'installed package whose types TypeScript does not find'
  | 'unexplained';

export interface Difference {
  readonly request: ResolutionRequest;
  readonly ours: Resolution;
  readonly oracle: OracleAnswer;
}

export interface Comparison {
  readonly imports: number;
  readonly counts: ReadonlyMap<Verdict, number>;
  readonly differences: ReadonlyMap<Verdict, readonly Difference[]>;
}

/** Every specifier in a source file, as TypeScript's scanner finds them. */
export function specifiersOf(text: string): readonly string[] {
  const { importedFiles } = typescript6().preProcessFile(text, true, true);
  return [...new Set(importedFiles.map(file => file.fileName))];
}

/** Compares every import of some source files with TypeScript's answer. */
export function compareWithTypeScript(
  fs: FileSystem,
  layout: Layout,
  resolver: Resolver,
  requests: readonly ResolutionRequest[],
): Comparison {
  const oracle = createOracle(fs, layout);
  const counts = new Map<Verdict, number>();
  const differences = new Map<Verdict, Difference[]>();
  for (const request of requests) {
    const ours = resolver.resolve(request);
    const theirs = oracle.resolve(request);
    const verdict = explain(fs, layout, request, ours, theirs);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    if (verdict !== 'same')
      differences.set(verdict, [...(differences.get(verdict) ?? []), { request, ours, oracle: theirs }]);
  }
  return { imports: requests.length, counts, differences };
}

const typescriptFile = /\.(?:[cm]?[jt]sx?|json)$/;

function explain(
  fs: FileSystem,
  layout: Layout,
  request: ResolutionRequest,
  ours: Resolution,
  theirs: OracleAnswer,
): Verdict {
  const { specifier } = request;
  switch (ours.kind) {
    case 'file': {
      if (theirs?.path === ours.path) return 'same';
      if (/[?!]/.test(specifier)) return 'bundler syntax';
      if (theirs === undefined && (!typescriptFile.test(ours.path) || ours.path.endsWith('.json'))) {
        return 'resource: a file that TypeScript does not resolve';
      }
      const isOwn = [...layout.packages.keys()].some(name => specifier === name || specifier.startsWith(`${name}/`));
      if (isOwn && theirs === undefined)
        return 'workspace package: not linked or not built, so TypeScript finds nothing';
      const written = theirs?.path ?? join(request.from.slice(0, request.from.lastIndexOf('/')), specifier);
      if (layout.outputs.configured(written) === ours.path) return 'build output: led back to source';
      const folder = layout.scopeOf(written.slice(0, Math.max(0, written.lastIndexOf('/'))))?.folder ?? '';
      if (layout.outputs.conventional(written, folder) === ours.path) return 'build output: led back to source';
      if (theirs === undefined && layout.configOf(request.from)?.includes(request.from) !== true)
        return 'file outside of every program: extensions may be left out';
      return 'unexplained';
    }
    case 'external': {
      if (ours.builtin) {
        if (theirs === undefined || isNodeTypes(theirs.path)) return 'built-in';
        return packageOf(theirs.path) === ours.package.replace('node:', '') ? 'built-in' : 'unexplained';
      }
      if (theirs !== undefined) return packageOf(theirs.path) === ours.package ? 'same' : 'unexplained';
      if (/^(?:npm|jsr|https?|data):/.test(specifier)) return 'module of a tool or URL';
      if (!ours.installed) return 'package not installed';
      return 'installed package whose types TypeScript does not find';
    }
    case 'absent':
      return theirs === undefined && fs.stat(ours.path) === undefined ? 'absent: generated or ignored' : 'unexplained';
    case 'unresolved':
      return theirs === undefined ? 'both nowhere' : 'unexplained';
    case 'unchecked':
      return theirs === undefined ? 'alias that only a missing tsconfig or a bundler knows' : 'unexplained';
  }
}

function isNodeTypes(path: FilePath): boolean {
  return path.includes('@types/node/');
}

function packageOf(path: string): string | undefined {
  return packageOfInstalledPath(path)?.name;
}
