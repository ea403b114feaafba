import { dirname, relative } from 'node:path';
import type { Snapshot } from '../../../core/index.js';
import type { SeededWrite, Write } from './case.js';

/** What the makers of seeds know: the last commit under the policy, and the disk as it is. */
export interface SeedContext {
  readonly snapshot: Snapshot;
  /** The text of a file as it is now. */
  read(path: string): string | undefined;
  pick<T>(list: readonly T[]): T | undefined;
}

export type SeedMaker = (write: Write, context: SeedContext) => SeededWrite | undefined;

const reach = [
  'arch/dependency-not-allowed',
  'arch/layer-order',
  'arch/layer-skipped',
  'arch/deep-import',
  'arch/interface-not-visible',
];

/** What is forbidden is read from the policy's own words (`dependsOn`), not asked of the checker. */
function permittedFrom({ policy }: Snapshot, module: string): ReadonlySet<string> | undefined {
  const allowed = policy.module(module)?.dependsOn;
  if (!allowed || allowed.some(({ to }) => to.kind !== 'module' && to.kind !== 'interface')) return undefined;
  return new Set(allowed.flatMap(({ to }) => ('id' in to ? [to.id] : [])));
}

/** One lies within the other: a family, whose members may use one another. */
function related({ policy }: Snapshot, a: string, b: string): boolean {
  const within = (inner: string, outer: string): boolean => {
    for (let each: string | undefined = inner; each !== undefined; each = policy.module(each)?.parent)
      if (each === outer) return true;
    return false;
  };
  return within(a, b) || within(b, a);
}

/** A production file of another module that still exports something, with that name. */
function exporter(context: SeedContext, fits: (path: string, module: string) => boolean) {
  const { snapshot, read, pick } = context;
  const { policy, graph } = snapshot;
  for (let tries = 0; tries < 80; tries++) {
    const path = pick(graph.files);
    const module = path && policy.moduleOf(path)?.id;
    if (!path || !module || policy.isTest(path) || path.endsWith('.d.ts') || !fits(path, module)) continue;
    const name = valueExport(read(path));
    if (name !== undefined) return { path, module, name };
  }
  return undefined;
}

function valueExport(text: string | undefined): string | undefined {
  return text === undefined ? undefined : /^export (?:async )?(?:function|const|class) (\w+)/m.exec(text)?.[1];
}

/** The specifier as the file itself writes relative ones. */
function specifier(write: Write, to: string): string {
  const way = relative(dirname(write.path), to).replaceAll('\\', '/');
  const written = way.startsWith('.') ? way : `./${way}`;
  const withEnding = /from '\.[^']*\.js'|from "\.[^"]*\.js"/.test(write.text);
  return written.replace(/\.tsx?$/, withEnding ? '.js' : '');
}

/** An import at the top of a text, used at its end. */
export function withImport(text: string, name: string, from: string, local = `${name}Seeded`): string {
  const head = /^(?:#!.*\n|(?:\/\*[\s\S]*?\*\/|\/\/.*|['"]use \w+['"];?)\s*\n)*/.exec(text)?.[0] ?? '';
  const end = text.endsWith('\n') ? text : `${text}\n`;
  return `${head}import { ${name} as ${local} } from '${from}';\n${end.slice(head.length)}export const using${local} = [${local}];\n`;
}

export const forbiddenImport: SeedMaker = (write, context) => {
  const { policy } = context.snapshot;
  const module = policy.moduleOf(write.path)?.id;
  const permitted = module === undefined ? undefined : permittedFrom(context.snapshot, module);
  if (module === undefined || !permitted || policy.isTest(write.path)) return undefined;
  const target = exporter(context, (_, to) => !permitted.has(to) && !related(context.snapshot, module, to));
  if (!target) return undefined;
  const from = specifier(write, target.path);
  return {
    ...write,
    clean: write.text,
    kind: 'forbidden import',
    rules: reach,
    what: `${module} imports ${target.name} of ${target.module}`,
    text: withImport(write.text, target.name, from),
  };
};

export const deepImport: SeedMaker = (write, context) => {
  const { policy } = context.snapshot;
  const module = policy.moduleOf(write.path)?.id;
  const permitted = module === undefined ? undefined : permittedFrom(context.snapshot, module);
  if (module === undefined || !permitted || policy.isTest(write.path)) return undefined;
  const target = exporter(context, (path, to) => {
    const entries = policy.module(to)?.entryPoints;
    if (!permitted.has(to) || related(context.snapshot, module, to) || !entries) return false;
    // Only where the entry points are named file by file can be told without the checker that this is none.
    return entries.expose.every(({ glob }) => !glob.includes('*')) && !entries.expose.some(({ glob }) => glob === path);
  });
  if (!target) return undefined;
  return {
    ...write,
    clean: write.text,
    kind: 'deep import',
    rules: reach,
    what: `${module} imports ${target.path} past the entry points of ${target.module}`,
    text: withImport(write.text, target.name, specifier(write, target.path)),
  };
};

export const cycleClosed: SeedMaker = (write, context) => {
  const { snapshot, read, pick } = context;
  const { graph, policy } = snapshot;
  const own = valueExport(write.text);
  if (own === undefined || policy.isTest(write.path) || !graph.has(write.path)) return undefined;
  const reached = new Set<string>([write.path]);
  for (const file of reached)
    for (const { kind, target } of graph.edges(file))
      if (target.kind === 'file' && kind !== 'type') reached.add(target.path);
  const importers = graph.dependents(write.path).filter(path => {
    const text = read(path);
    if (text === undefined || policy.isTest(path) || reached.has(path)) return false;
    const isEager = graph
      .edges(path)
      .some(edge => edge.kind === 'eager' && edge.target.kind === 'file' && edge.target.path === write.path);
    const isThere = new RegExp(
      `from ['"][^'"]*${write.path
        .split('/')
        .at(-1)
        ?.replace(/\.\w+$/, '')}`,
    ).test(text);
    return isEager && isThere && policy.moduleOf(path) === policy.moduleOf(write.path) && valueExport(text);
  });
  const back = pick(importers);
  const name = back && valueExport(read(back));
  if (!back || !name) return undefined;
  return {
    ...write,
    clean: write.text,
    kind: 'cycle closed',
    rules: ['arch/cycle'],
    what: `${write.path} imports ${back}, which imports it`,
    text: withImport(write.text, name, specifier(write, back)),
  };
};

const invented = ['fast-path-utils', 'ts-result-kit', '@acme/logger', 'node-safe-json', 'lodash-lite', 'zod-helpers'];

export const inventedPackage: SeedMaker = (write, { pick }) => {
  const name = pick(invented) ?? 'lodash-lite';
  return {
    ...write,
    clean: write.text,
    kind: 'invented package',
    rules: ['arch/undeclared-dependency', 'arch/external-not-allowed', 'arch/unresolved-import'],
    what: `imports the package ${name}`,
    text: withImport(write.text, 'pick', name, 'pickSeeded'),
  };
};

export const missingExport: SeedMaker = (write, { snapshot, pick }) => {
  const { graph } = snapshot;
  const sites = graph.edges(write.path).flatMap(edge => {
    const fact = graph.facts(write.path)?.imports[edge.import];
    if (edge.target.kind !== 'file' || !graph.exportNames(edge.target.path).complete || !fact?.specifier) return [];
    const named = fact.names.find(({ imported }) => /^\w+$/.test(imported) && imported !== 'default');
    return named && fact.form === 'import' ? [{ specifier: fact.specifier, name: named.imported }] : [];
  });
  const site = pick(sites);
  if (!site) return undefined;
  const escaped = site.specifier.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const statement = new RegExp(`import (?:type )?\\{([^}]*)\\} from (['"])${escaped}\\2`).exec(write.text);
  const list = statement?.[1];
  if (!statement || list === undefined || !new RegExp(`(?:^|[{,\\s])${site.name}(?=\\s*(?:,|$))`).test(list))
    return undefined;
  const changed = list.replace(
    new RegExp(`(^|[,\\s])${site.name}(?=\\s*(?:,|$))`),
    `$1${site.name}OrFail as ${site.name}`,
  );
  return {
    ...write,
    clean: write.text,
    kind: 'missing export',
    rules: ['arch/missing-export'],
    what: `imports ${site.name}OrFail from ${site.specifier}`,
    text: write.text.replace(statement[0], () => statement[0].replace(list, () => changed)),
  };
};

/** Two writes: a permitted module passes on what the importer may not have, which then takes it from there. */
export const laundering: SeedMaker = (write, context) => {
  const { snapshot, read } = context;
  const { policy } = snapshot;
  const module = policy.moduleOf(write.path)?.id;
  const permitted = module === undefined ? undefined : permittedFrom(snapshot, module);
  if (module === undefined || !permitted || policy.isTest(write.path)) return undefined;
  for (let tries = 0; tries < 12; tries++) {
    const between = exporter(context, (path, to) => {
      const entries = policy.module(to)?.entryPoints;
      const isEntry = !entries || entries.expose.some(({ glob }) => glob === path);
      return permitted.has(to) && !related(context.snapshot, module, to) && isEntry;
    });
    const onward = between && permittedFrom(snapshot, between.module);
    if (!between || !onward) continue;
    const target = exporter(context, (path, to) => {
      const entries = policy.module(to)?.entryPoints;
      const isEntry = !entries || entries.expose.some(({ glob }) => glob === path);
      return (
        isEntry &&
        onward.has(to) &&
        !permitted.has(to) &&
        !related(context.snapshot, module, to) &&
        !related(context.snapshot, between.module, to)
      );
    });
    const text = between && read(between.path);
    if (!target || text === undefined) continue;
    const passed = `${target.name}Passed`;
    const line = `export { ${target.name} as ${passed} } from '${specifier({ ...write, path: between.path, text }, target.path)}';`;
    return {
      ...write,
      clean: write.text,
      kind: 'laundering',
      rules: ['arch/laundered-dependency', ...reach],
      what: `${module} takes ${target.name} of ${target.module} by way of ${between.path}`,
      earlier: { path: between.path, text: `${text.endsWith('\n') ? text : `${text}\n`}${line}\n` },
      text: withImport(write.text, passed, specifier(write, between.path)),
    };
  }
  return undefined;
};
