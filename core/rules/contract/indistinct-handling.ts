import { assertionOf } from '../../failures/shapes/caller-evidence.js';
import { discriminates, handlersOf } from '../failure/handlers.js';
import { classWords, nameOf, originsOf } from '../failure/wording.js';
import { defineRule } from '../rule.js';

export const indistinctHandling = defineRule({
  id: 'contract/indistinct-handling',
  summary: 'A handler takes every failure for the one it has in mind.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const handler of handlersOf(file)) {
      const { fn, handler: clause, param, caught } = handler;
      const classes = new Set(
        caught.modes.map(mode => mode.class).filter(each => each !== 'unknown' && each !== 'bug'),
      );
      if (classes.size < 2 || discriminates(handler)) continue;
      const asserts = assertionOf(clause.body);
      if (asserts !== 'absent' && asserts !== 'denied') continue;
      const words = asserts === 'absent' ? 'not there' : 'not allowed';
      report({
        path,
        span: { start: clause.start, end: clause.end },
        message: `${nameOf(file, fn)} answers "${words}" for ${classWords(caught.modes)} failures alike, although what it calls tells them apart: an outage looks like an answer. Branch on the ${asserts} failure and throw the rest on.`,
        symbol: file.symbolOf(fn),
        site: `catch as ${asserts}`,
        handler: clause,
        related: originsOf(caught.modes),
        ...(fixType(caught.modes, asserts)
          ? {
              fixes: [
                {
                  title: `Throw on what is no ${fixType(caught.modes, asserts)}`,
                  safe: false,
                  path,
                  at: { start: clause.start, end: clause.end },
                  intent: {
                    kind: 'edits' as const,
                    edits: [
                      ...(param === undefined
                        ? [{ span: { start: clause.start, end: clause.start + 'catch'.length }, text: 'catch (err)' }]
                        : []),
                      ...(clause.body[0]
                        ? [
                            {
                              span: { start: clause.body[0].start, end: clause.body[0].start },
                              text: `if (!(${param ?? 'err'} instanceof ${fixType(caught.modes, asserts)})) throw ${param ?? 'err'};\n    `,
                            },
                          ]
                        : []),
                    ],
                  },
                },
              ],
            }
          : {}),
      });
    }
  },
});

/** The one error class of that failure. */
function fixType(modes: Parameters<typeof classWords>[0], asserts: string): string | undefined {
  const types = new Set(
    modes.filter(mode => mode.class === asserts && mode.typeSymbol !== undefined).map(mode => mode.type),
  );
  return types.size === 1 ? [...types][0] : undefined;
}
