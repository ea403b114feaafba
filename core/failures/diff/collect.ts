import type { FunctionRef } from '../view.js';
import type { Behaviour } from './behaviour.js';
import { atItsBeginning, type ReadInPlace, type Side } from './context.js';
import { readExpr } from './read-expressions.js';
import { readBody } from './read-functions.js';
import { readStmts } from './read-statements.js';
import type { Reading } from './reading.js';
import { noShield } from './shields.js';

/** Reads what a function does: its own body, the functions in it, and those that `inPlace` names. */
export function behaviourOf(side: Side, ref: FunctionRef, inPlace: ReadInPlace): Behaviour {
  const reading: Reading = {
    side,
    inPlace,
    exits: [],
    calls: [],
    protections: [],
    conditions: new Map(),
    attempts: new Map(),
    called: new Map(),
    statements: (stmts, context) => readStmts(reading, stmts, context),
    expression: (expr, context, use) => readExpr(reading, expr, context, use),
  };
  const file = side.view.file(ref.path);
  if (file)
    readBody(reading, {
      file,
      fn: ref.index,
      isOwn: true,
      isStored: false,
      loops: 0,
      fixedLoops: 0,
      shield: noShield,
      isRetried: false,
      isTransactional: false,
      ...atItsBeginning,
      isNested: false,
      depth: 0,
      open: [`${ref.path}#${ref.index}`],
    });
  const { exits, calls, protections, conditions } = reading;
  return { exits, calls, protections, conditions };
}
