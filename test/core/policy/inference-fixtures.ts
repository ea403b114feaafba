import type { Edge, Kind } from '../../../core/graph/edge.js';
import { bindPolicy } from '../../../core/policy/bind.js';
import { type InferenceInput, inferPolicy } from '../../../core/policy/inference.js';
import { loadPolicy } from '../../../core/policy/load.js';
import type { Manifest } from '../../../core/resolve/resolution.js';

/**
 * A repository in short: by file the imports, `target: names` separated by `;`, `type` or `deferred` in front of the names
 * for other kinds than eager. Manifests by folder: name, entry files, names of packages it declares.
 */
export function repository(
  files: Record<string, string>,
  packages: Record<string, { name: string; entries?: string[]; declares?: string[] }> = {},
): InferenceInput {
  const edges = new Map(Object.entries(files).map(([path, imports]) => [path, edgesOf(imports)]));
  const manifests = Object.entries(packages).map(
    ([folder, { name, entries = [], declares = [] }]): Manifest => ({
      path: folder === '' ? 'package.json' : `${folder}/package.json`,
      folder,
      name,
      isPrivate: false,
      dependencies: new Map(declares.map(each => [each, 'dependencies'])),
      versions: new Map(),
      entryFiles: entries,
      programs: [],
      hasExports: entries.length > 0,
    }),
  );
  return {
    files: Object.keys(files).sort(),
    edges: path => edges.get(path) ?? [],
    manifests,
    workspacePackages: new Map(manifests.map(manifest => [manifest.name ?? '', manifest])),
  };
}

function edgesOf(imports: string): Edge[] {
  return imports
    .split(';')
    .filter(each => each.trim() !== '')
    .map((each, i): Edge => {
      const [to = '', names = ''] = each.split(':').map(part => part.trim());
      const [, prefix, list = ''] = /^(type |deferred )?(.*)$/.exec(names) ?? [];
      const kind = (prefix?.trim() ?? 'eager') as Kind;
      const symbols = list.split(' ').filter(name => name !== '');
      return {
        import: i,
        target: { kind: 'file', path: to },
        kind,
        context: 'production',
        symbols: symbols.map(name => ({ name, local: name, kind })),
      };
    });
}

/** The inferred policy, read and bound by the real reader; its modules as a reader of the file sees them. */
export function inferred(input: InferenceInput) {
  const { text, notes, questionFor } = inferPolicy(input);
  const policy = bindPolicy(loadPolicy('architecture.jsonc', text), input.files);
  const permitted = Object.fromEntries(
    policy.modules.map(({ id, dependsOn }) => [id, (dependsOn ?? []).map(permission => permission.text)]),
  );
  const layer = (id: string) => policy.module(id)?.layers.get('main');
  const entryPoints = (id: string) => policy.module(id)?.entryPoints?.expose.map(({ glob }) => glob);
  const problems = policy.problems.map(({ rule, message }) => `${rule}: ${message}`);
  return { text, notes, questionFor, policy, problems, permitted, layer, entryPoints };
}
