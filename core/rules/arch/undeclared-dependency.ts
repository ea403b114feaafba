import { distance } from 'fastest-levenshtein';
import type { Manifest } from '../../resolve/resolution.js';
import type { Fix } from '../finding.js';
import type { FileContext } from '../rule.js';
import { defineRule } from '../rule.js';
import { reportViolations, type Violation, violationMessage } from './dependency-violation.js';

export const undeclaredDependency = defineRule({
  id: 'arch/undeclared-dependency',
  summary: 'A package is imported that no package.json declares, or production code uses a development dependency.',
  severity: 'error',
  zeroConfig: true,
  scope: 'file',
  reads: ['imports', 'policy', 'projects'],
  check(context) {
    reportViolations(context, 'arch/undeclared-dependency', violation => {
      const { edge } = violation;
      const name = edge.target.kind === 'external' ? edge.target.package : violation.target;
      const manifest = context.layout.manifestOf(context.path)?.path ?? 'package.json';
      const declaring = declaringManifest(context, name);
      const field = declaring?.dependencies.get(name);
      const near = field === undefined ? nearestDeclared(context, name) : undefined;
      const advice =
        field === 'devDependencies'
          ? `${declaring?.path === manifest ? 'Move' : 'Add'} it to dependencies in ${manifest}, or keep production code free of it.`
          : near === undefined
            ? `Add it to dependencies in ${manifest}, or import what is declared.`
            : `Did you mean "${near}"? Else add it to dependencies in ${manifest}.`;
      return {
        message: violationMessage(violation, headOf(context, violation, name), advice),
        fixes: near === undefined ? [] : slipOfThePen(context, violation, name, near),
        data: {
          package: name,
          manifest,
          ...(field === undefined ? {} : { field }),
          ...(near === undefined ? {} : { suggested: near }),
        },
      };
    });
  },
});

function headOf({ path }: FileContext, { edge }: Violation, name: string): string {
  return edge.context === 'mock' ? `${path} mocks "${name}"` : `${path} imports "${name}"`;
}

/** Never safe: what is declared may be another package after all. */
function slipOfThePen({ path }: FileContext, { fact }: Violation, name: string, near: string): readonly Fix[] {
  if (!fact.specifier?.startsWith(name)) return [];
  const specifier = near + fact.specifier.slice(name.length);
  const intent = { kind: 'change-specifier', specifier } as const;
  return [{ title: `Import from "${specifier}"`, safe: false, path, at: fact.span, intent }];
}

/** The nearest manifest that declares the package. */
function declaringManifest({ layout, path }: FileContext, name: string): Manifest | undefined {
  return layout.manifestsAbove(path).find(({ dependencies }) => dependencies.has(name));
}

/** A declared package whose name differs by a slip of the pen. */
function nearestDeclared({ layout, path }: FileContext, name: string): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 4)) + 1;
  for (const { dependencies } of layout.manifestsAbove(path)) {
    for (const declared of dependencies.keys()) {
      const apart = distance(declared, name);
      if (apart < bestDistance) {
        best = declared;
        bestDistance = apart;
      }
    }
  }
  return best;
}
