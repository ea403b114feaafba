import { basename, type FilePath } from '../../files/paths.js';
import type { Edge, EdgeTarget } from '../../graph/edge.js';
import type { DependencyField, Manifest, ProjectLayout } from '../../resolve/resolution.js';
import type { Clause } from '../judge.js';
import { compilePackages } from '../packages.js';
import type { Module } from '../policy.js';
import { selectsFamily } from '../selectors.js';
import { overrideApplies } from '../severity.js';
import type { CompiledPolicy } from './compiled.js';

type ExternalTarget = Extract<EdgeTarget, { kind: 'external' }>;

/** What is wrong with an import of a package: denied, undeclared, not on the list that applies. */
export function externalClauses(
  compiled: CompiledPolicy,
  layout: ProjectLayout,
  from: FilePath,
  importer: Module | undefined,
  edge: Edge,
  target: ExternalTarget,
): Clause[] {
  const clauses = deniedClauses(compiled, importer, target);
  const undeclared = undeclaredClause(compiled, layout, from, edge, target);
  if (undeclared) clauses.push(undeclared);
  const unlisted = notAllowedClause(compiled, from, importer, edge, target);
  if (unlisted) clauses.push(unlisted);
  return clauses;
}

function deniedClauses(compiled: CompiledPolicy, importer: Module | undefined, target: ExternalTarget): Clause[] {
  const own = importer ? (compiled.moduleDeny.get(importer) ?? []) : [];
  return [...compiled.deny, ...own].flatMap(({ deny, matches }) => {
    const pattern = matches(target.package, target.subpath);
    if (pattern === undefined) return [];
    if (importer && deny.except.some(selector => selectsFamily(selector, importer, compiled.byId))) return [];
    return [
      {
        clause: 'external-denied' as const,
        rule: 'arch/external-not-allowed' as const,
        why:
          deny.except.length === 0
            ? `${pattern} is denied`
            : `${pattern} is denied except to ${deny.except.join(', ')}`,
        ...(deny.because === undefined ? {} : { because: deny.because }),
        at: deny.span,
        data: { package: target.package, ...(deny.suggest === undefined ? {} : { suggest: deny.suggest }) },
      },
    ];
  });
}

/**
 * Neither the nearest manifest nor one above it declares the package, or only as a development dependency that production
 * code needs at run time. Workspace packages, self-references, built-ins, mocks (which need nothing behind them) and files
 * without any manifest above are left alone; for types `@types/x` declares `x`.
 */
function undeclaredClause(
  { policy }: CompiledPolicy,
  layout: ProjectLayout,
  from: FilePath,
  edge: Edge,
  target: ExternalTarget,
): Clause | undefined {
  const { package: name } = target;
  if (target.builtin || target.pinned || edge.context === 'mock') return undefined;
  if (layout.workspacePackages.has(name)) return undefined;
  const manifests = layout.manifestsAbove(from);
  const [nearest] = manifests;
  if (!nearest || manifests.some(manifest => manifest.name === name)) return undefined;
  const erased = edge.kind === 'type';
  const declarations = erased ? [name, typesPackageOf(name)] : [name];
  const fields = new Set<DependencyField>();
  for (const manifest of manifests) {
    for (const declared of declarations) {
      const field = manifest.dependencies.get(declared);
      if (field) fields.add(field);
    }
  }
  const base = { clause: 'external-undeclared', rule: 'arch/undeclared-dependency' } as const;
  if (fields.size === 0) {
    if (policy.external.undeclared === 'off') return undefined;
    const why = `${nearest.path} does not declare ${name}`;
    return { ...base, why, severity: policy.external.undeclared, data: { package: name, manifest: nearest.path } };
  }
  const onlyDevelopment = fields.size === 1 && fields.has('devDependencies');
  if (!onlyDevelopment || erased || edge.context !== 'production' || isTooling(from)) return undefined;
  if (policy.isTest(from) || policy.external.devInProduction === 'off') return undefined;
  if (!policy.declared && !isPublished(nearest, from)) return undefined;
  const declaring = manifests.find(({ dependencies }) => declarations.some(declared => dependencies.has(declared)));
  const why = `${declaring?.path ?? nearest.path} declares ${name} only for development, and this is production code`;
  const data = { package: name, manifest: nearest.path, development: true };
  return { ...base, why, severity: policy.external.devInProduction, data };
}

/** `@types/x` of a package: `@a/b` → `@types/a__b`. */
export function typesPackageOf(name: string): string {
  return `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`;
}

/**
 * True for what others install: a file of a package that is not private, and that lies beside its entry files. Whether an
 * application installs its development dependencies where it runs, or bundles them, only a policy can say.
 */
function isPublished({ folder, isPrivate, entryFiles }: Manifest, from: FilePath): boolean {
  if (isPrivate) return false;
  if (entryFiles.includes(from)) return true;
  const start = folder === '' ? 0 : folder.length + 1;
  const topFolder = (path: FilePath) => path.slice(start, Math.max(path.indexOf('/', start), start));
  const folders = new Set(entryFiles.filter(path => !isTooling(path)).map(topFolder));
  // Beside entry files in folders, other files at the top are scripts; with entry files at the top alone, all may ship.
  return folders.size === 1 && folders.has('') ? true : topFolder(from) !== '' && folders.has(topFolder(from));
}

const toolingName =
  /(?:\.config|\.conf|\.setup|\.workspace)\.[cm]?[jt]sx?$|^\.[\w-]+rc\.[cm]?[jt]s$|^(?:gulpfile|gruntfile|jakefile)\b/i;
const toolingFolder = /(?:^|\/)(?:scripts|tools|bench(?:marks?)?|\.storybook)\//;

/** Configuration of tools and scripts around the code: development dependencies are what they are made with. */
function isTooling(path: FilePath): boolean {
  return toolingName.test(basename(path)) || toolingFolder.test(path);
}

/** The module's own list, else the global one, and what overrides add for the place. No list allows everything. */
function notAllowedClause(
  compiled: CompiledPolicy,
  from: FilePath,
  importer: Module | undefined,
  edge: Edge,
  target: ExternalTarget,
): Clause | undefined {
  const { policy } = compiled;
  const own = importer?.externalAllow ? compiled.moduleAllow.get(importer) : undefined;
  const allow = own ?? compiled.globalAllow;
  if (!allow || allow(target.package, target.subpath) !== undefined) return undefined;
  if (isNodeTypes(edge, target)) return undefined;
  for (const { override, allow: more } of compiled.overrides) {
    if (!more || more(target.package, target.subpath) === undefined) continue;
    if (overrideApplies(override, from, edge.context, importer, compiled.byId)) return undefined;
  }
  const list = own ? importer?.externalAllow : policy.external.allow;
  const who = own && importer ? importer.id : (importer?.id ?? 'the workspace');
  const why =
    list?.length === 0
      ? `${who} may import no package at all`
      : `${target.package} is not among the packages that ${who} may import`;
  const groups = [...policy.external.groups].filter(([, patterns]) =>
    compilePackages(patterns)(target.package, target.subpath),
  );
  return {
    clause: 'external-not-allowed',
    rule: 'arch/external-not-allowed',
    why,
    ...(own && importer ? { at: importer.span } : {}),
    data: { package: target.package, allow: list ?? [], groups: groups.map(([name]) => name) },
  };
}

/** `/// <reference types="node" />` brings declarations of the platform, not a package. */
function isNodeTypes(edge: Edge, target: ExternalTarget): boolean {
  return edge.kind === 'type' && (target.package === '@types/node' || target.package === 'node');
}
