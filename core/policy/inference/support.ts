import { compareText, type FilePath } from '../../files/paths.js';
import type { Region } from './input.js';
import type { Links } from './links.js';
import type { Permissions, Relations } from './permissions.js';
import { configurationGlobs } from './sources.js';

/** What tests and configuration may import besides what production code of their module may. */
export interface Besides {
  /** Modules that support tests. */
  readonly support: readonly string[];
  /** Configuration files of packages, and the modules they may use. */
  readonly configuration: { readonly globs: readonly string[]; readonly modules: readonly string[] } | undefined;
}

/**
 * Support: modules of test code, and modules that nothing of the product imports while tests of several modules do. Other
 * imports by tests beyond what their module may import are asked about like those of production code.
 */
export function inferBesides(
  regions: readonly Region[],
  links: Links,
  { permitted }: Permissions,
  { isFamily }: Relations,
): Besides {
  const roles = new Map(regions.map(({ id, role }) => [id, role]));
  const inProduct = new Set(links.all.filter(({ from }) => roles.get(from) !== 'beside').map(({ to }) => to));
  const users = new Map<string, number>();
  for (const { from, to } of links.tests) {
    if (isFamily(from, to) || permitted.get(from)?.includes(to)) continue;
    users.set(to, (users.get(to) ?? 0) + 1);
  }
  const support = [...users].flatMap(([id, count]) =>
    roles.get(id) === 'tests' || (!inProduct.has(id) && count > 1 && roles.get(id) === undefined) ? [id] : [],
  );
  const { configuration } = links;
  const files = configuration.flatMap(({ sources }): FilePath[] => [...sources]);
  return {
    support: support.sort(compareText),
    configuration:
      files.length === 0
        ? undefined
        : {
            globs: configurationGlobs(files),
            modules: [...new Set(configuration.map(({ to }) => to))].sort(compareText),
          },
  };
}
