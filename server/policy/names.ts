import { type FilePath, type Module, rules } from '../../core/index.js';
import type { View } from '../project.js';
import type { Role } from './roles.js';

/** A name that may stand at a place of the policy. */
export interface Name {
  readonly name: string;
  readonly detail?: string;
  readonly documentation?: string;
}

/** What can be named in a role; `typed` is what stands there already, `module` the module it stands in. */
export function namesFor(role: Role, view: View, typed: string, module: Module | undefined): Name[] {
  switch (role) {
    case 'module':
      return [...moduleNames(view), ...tagNames(view), { name: '*', detail: 'every module' }];
    case 'selector':
      return [...moduleNames(view), ...tagNames(view), ...pathNames(view, typed)];
    case 'layer':
      return view.snapshot.policy.layers.flatMap(({ name, order }) =>
        order.map((layer, i) => ({ name: layer, detail: `layer ${i + 1} of ${order.length} in ${name}` })),
      );
    case 'declares-tag':
      return tagNames(view).map(({ name, ...rest }) => ({ name: name.slice('tag:'.length), ...rest }));
    case 'path':
      return pathNames(view, typed);
    case 'entry':
      return module ? entryNames(view, module) : [];
    case 'rule':
      return ruleNames();
    case 'package':
      return packageNames(view);
    case 'declares-module':
      return [];
  }
}

export function described({ layers, owner, tags }: Module): string {
  return [...layers.values(), ...tags, ...(owner === undefined ? [] : [owner])].join(', ');
}

function moduleNames({ snapshot }: View): Name[] {
  return snapshot.policy.modules.flatMap(module => [
    { name: module.id, detail: described(module), ...(module.because && { documentation: module.because }) },
    ...module.interfaces.map(({ name }) => ({ name: `${module.id}::${name}`, detail: `interface of ${module.id}` })),
  ]);
}

function tagNames({ snapshot }: View): Name[] {
  const tags = new Set(snapshot.policy.modules.flatMap(module => module.tags));
  return [...tags].sort().map(tag => ({ name: `tag:${tag}`, detail: 'tag' }));
}

/** Folders and files one step below what is typed. */
function pathNames({ snapshot }: View, typed: string): Name[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const found = new Map<string, string>();
  for (const path of snapshot.graph.files) {
    if (!path.startsWith(folder)) continue;
    const slash = path.indexOf('/', folder.length);
    found.set(slash < 0 ? path : path.slice(0, slash), slash < 0 ? 'file' : 'folder');
  }
  return [...found].map(([name, detail]) => ({ name, detail }));
}

const mostEntries = 200;

function entryNames({ snapshot }: View, module: Module): Name[] {
  const prefix = module.folder === '' ? '' : `${module.folder}/`;
  return snapshot.graph.files
    .filter((path: FilePath) => path.startsWith(prefix))
    .slice(0, mostEntries)
    .map(path => ({ name: path.slice(prefix.length), detail: `file of ${module.id}` }));
}

export function ruleNames(): Name[] {
  const families = [...new Set(rules.map(({ id }) => `${id.slice(0, id.indexOf('/'))}/*`))];
  return [
    ...rules.map(({ id, summary, severity }) => ({ name: id, detail: severity, documentation: summary })),
    ...families.map(name => ({ name, detail: 'all rules of the family' })),
  ];
}

function packageNames({ snapshot }: View): Name[] {
  const { policy, layout } = snapshot;
  const packages = new Set(layout.manifests.flatMap(({ dependencies }) => [...dependencies.keys()]));
  return [
    ...[...policy.external.groups].map(([name, members]) => ({ name, detail: members.join(', ') })),
    ...[...packages].sort().map(name => ({ name, detail: 'package' })),
    { name: 'node:*', detail: 'built into Node' },
  ];
}
