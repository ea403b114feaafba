import type { TestProgram } from './program.js';

/**
 * ResolveExport of ECMAScript (16.2.1.7.2.2), transcribed over facts: `path#name`, `undefined` for null, or `'ambiguous'`.
 * Specifiers are `./mN`. Knows nothing of types.
 */
export function resolveExport(
  program: TestProgram,
  path: string,
  name: string,
  seen = new Set<string>(),
): string | undefined {
  if (seen.has(`${path}#${name}`)) return undefined;
  seen.add(`${path}#${name}`);
  const facts = program.facts(path);
  if (!facts) return undefined;
  const targetOf = (site: number | undefined): string => `${facts.imports[site ?? -1]?.specifier?.slice(2)}.ts`;
  const exported = facts.exports.find(each => each.name === name && each.kind !== 'star');
  if (exported?.kind === 'namespace') return `${targetOf(exported.import)}#*`;
  if (exported?.kind === 'from')
    return resolveExport(program, targetOf(exported.import), exported.imported ?? '', seen);
  if (exported) {
    for (const [site, fact] of facts.imports.entries()) {
      const binding = fact.form === 'import' && fact.names.find(each => each.local === exported.local);
      if (!binding) continue;
      return binding.imported === '*'
        ? `${targetOf(site)}#*`
        : resolveExport(program, targetOf(site), binding.imported, seen);
    }
    return `${path}#${exported.local || exported.name}`;
  }
  if (name === 'default') return undefined;
  let found: string | undefined;
  for (const star of facts.exports) {
    if (star.kind !== 'star') continue;
    const resolved = resolveExport(program, targetOf(star.import), name, seen);
    if (resolved === 'ambiguous') return resolved;
    if (resolved === undefined) continue;
    if (found !== undefined && found !== resolved) return 'ambiguous';
    found = resolved;
  }
  return found;
}
