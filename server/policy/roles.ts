import type { JSONPath } from 'jsonc-parser';

/** What a string of the policy names. */
export type Role =
  /** The id of the module that is declared there. */
  | 'declares-module'
  /** A module, one of its interfaces, or a tag. */
  | 'module'
  /** A module, a tag, a path or a package. */
  | 'selector'
  | 'layer'
  | 'declares-tag'
  /** A path below the root, perhaps with wildcards. */
  | 'path'
  /** A path below the module. */
  | 'entry'
  | 'rule'
  | 'package';

/** `*` stands for one step; the last step of a key is the key itself. */
const roles: readonly (readonly [string, Role])[] = [
  ['modules/*/id', 'declares-module'],
  ['modules/*/dependsOn/*', 'module'],
  ['modules/*/dependsOn/*/to', 'module'],
  ['modules/*/visibility', 'module'],
  ['modules/*/visibility/*', 'module'],
  ['modules/*/interfaces/*/visibleTo/*', 'module'],
  ['modules/*/lifecycle/replacement', 'module'],
  ['constraints/*/from', 'module'],
  ['constraints/*/to', 'module'],
  ['constraints/*/allow/*', 'module'],
  ['constraints/*/except/*', 'module'],
  ['baseline/strict/*', 'module'],
  ['overrides/*/when/modules', 'module'],
  ['overrides/*/when/modules/*', 'module'],
  ['overrides/*/allow/dependsOn/*', 'module'],
  ['external/deny/*/except/*', 'module'],
  ['apiReports/modules/*', 'module'],
  ['failures/boundaries/*/match/modules/*', 'module'],
  ['failures/critical/*/modules/*', 'module'],
  ['rules/*/from', 'selector'],
  ['rules/*/to', 'selector'],
  ['rules/*/exceptFrom/*', 'selector'],
  ['exceptions/*/from', 'selector'],
  ['exceptions/*/to', 'selector'],
  ['failures/bestEffort/*', 'selector'],
  ['failures/singleFlow/*', 'selector'],
  ['modules/*/layer', 'layer'],
  ['modules/*/layer/*', 'layer'],
  ['modules/*/interfaces/*/layer', 'layer'],
  ['modules/*/interfaces/*/layer/*', 'layer'],
  ['modules/*/tags/*', 'declares-tag'],
  ['modules/*/path', 'path'],
  ['modules/*/path/*', 'path'],
  ['sources/*/*', 'path'],
  ['baseline/file', 'path'],
  ['overrides/*/when/files', 'path'],
  ['overrides/*/when/files/*', 'path'],
  ['environments/*/*', 'path'],
  ['failures/boundaries/*/match/files', 'path'],
  ['failures/boundaries/*/match/files/*', 'path'],
  ['failures/critical/*/files', 'path'],
  ['failures/critical/*/files/*', 'path'],
  ['failures/integrationTests/*/files', 'path'],
  ['failures/integrationTests/*/files/*', 'path'],
  ['failures/integrationTests/*/covers', 'path'],
  ['failures/integrationTests/*/covers/*', 'path'],
  ['$schema', 'path'],
  ['modules/*/entryPoints/*', 'entry'],
  ['modules/*/interfaces/*/expose/*', 'entry'],
  ['exceptions/*/rule', 'rule'],
  ['external/allow/*', 'package'],
  ['external/groups/*/*', 'package'],
  ['external/deny/*/package', 'package'],
  ['external/deny/*/package/*', 'package'],
  ['modules/*/external/allow/*', 'package'],
  ['modules/*/external/deny/*', 'package'],
  ['overrides/*/external/allow/*', 'package'],
  ['failures/vocabulary/*/*', 'package'],
];

const keyRoles: readonly (readonly [string, Role])[] = [
  ['severity/*', 'rule'],
  ['overrides/*/severity/*', 'rule'],
];

/** The role of the string at a place, `undefined` for words that name nothing. */
export function roleAt(path: JSONPath, isKey: boolean): Role | undefined {
  return (isKey ? keyRoles : roles).find(([pattern]) => matches(pattern.split('/'), path))?.[1];
}

/** A layer in the order of its set: the name is declared there. */
export function isLayerDeclaration({ path, isKey }: { readonly path: JSONPath; readonly isKey: boolean }): boolean {
  return !isKey && matches(['layers', '*', 'order', '*'], path);
}

function matches(pattern: readonly string[], path: JSONPath): boolean {
  return pattern.length === path.length && pattern.every((step, i) => step === '*' || step === String(path[i]));
}

/** The module a reference names: `orders` of `orders::jobs`; `undefined` for tags, wildcards, paths and packages. */
export function moduleIn(value: string, isModule: (id: string) => boolean): string | undefined {
  const id = value.split('::', 1)[0] ?? '';
  return isModule(id) ? id : undefined;
}
