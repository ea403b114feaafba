import { contractReport, type FilePath, type FunctionRef, type ReportedMode, type Snapshot } from '../../core/index.js';

/** The function of a file by its name there, followed through re-exports. */
export function functionNamed(snapshot: Snapshot, path: FilePath, name: string): FunctionRef | undefined {
  const origin = snapshot.graph.origin(path, name);
  const at = typeof origin === 'object' ? origin : { path, name };
  const functions = snapshot.failures.file(at.path)?.ir.functions ?? [];
  const index = functions.findIndex(each => each.name !== '' && each.name === at.name);
  return index < 0 ? undefined : { path: at.path, index };
}

/** `not-found NotFoundError code=ENOENT`. */
export function named({ class: kind, type, discriminants }: ReportedMode): string {
  const tests = Object.entries(discriminants)
    .filter(([key, value]) => key !== 'value' || value !== type.text)
    .map(([key, value]) => `${key}=${String(value)}`);
  return [kind, type.text, ...tests].filter(part => part !== '').join(' ');
}

const mostCallees = 6;
const mostModes = 3;

/** How the functions fail that a planned file imports and has not imported before: a sentence for each that does. */
export function failuresOfImports(base: Snapshot, head: Snapshot, path: FilePath): readonly string[] {
  const known = new Set(importedNames(base, path).map(({ target, name }) => `${target}#${name}`));
  const told = new Map<string, string>();
  for (const { target, name } of importedNames(head, path)) {
    if (known.has(`${target}#${name}`) || !base.graph.has(target)) continue;
    const ref = functionNamed(base, target, name);
    const modes = (ref && contractReport(base, ref)?.modes) ?? [];
    const names = [...new Set(modes.map(named))];
    if (names.length === 0 || told.size >= mostCallees) continue;
    const more = names.length > mostModes ? ` and ${names.length - mostModes} more` : '';
    told.set(`${target}#${name}`, `${name} fails with ${names.slice(0, mostModes).join(', ')}${more}`);
  }
  return [...told.values()];
}

function importedNames({ graph }: Snapshot, path: FilePath) {
  return graph.edges(path).flatMap(({ target, symbols }) => {
    if (target.kind !== 'file') return [];
    return symbols.flatMap(({ name, kind }) =>
      name === '*' || kind === 'type' ? [] : [{ target: target.path, name }],
    );
  });
}
