import type { Expr } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import { partsOf } from '../walk.js';
import type { Use } from './behaviour.js';
import { conditionText } from './conditions.js';
import type { Context } from './context.js';
import { asksStatus, familyOfProperty } from './options.js';
import { asked, noteAlternatives, noteTest, statusKey } from './questions.js';
import { readCall } from './read-calls.js';
import { readFunction } from './read-functions.js';
import { isReadElsewhere, noteCondition, protect, type Reading } from './reading.js';
import { noShield } from './shields.js';
import { isNothing, isTimer } from './value-facts.js';

export function readExpr(reading: Reading, expr: Expr, context: Context, use: Use): void {
  switch (expr.kind) {
    case 'await':
      readExpr(reading, expr.value, context, 'awaited');
      return;
    case 'cast':
      readExpr(reading, expr.value, context, use);
      return;
    case 'unary':
      readExpr(reading, expr.value, context, expr.op === 'void' ? 'floating' : 'value');
      return;
    case 'conditional':
      noteTest(reading, expr.test, context);
      readExpr(reading, expr.yes, asked(expr.test, true, context), use);
      readExpr(reading, expr.no, asked(expr.test, false, context), use);
      return;
    case 'binary': {
      if (expr.op === '&&' || expr.op === '||' || expr.op === '??') {
        if (asksStatus(expr.left)) protect(reading, context, 'status', expr.left, '', statusKey(context, expr.left));
        noteAlternatives(reading, expr.left, context);
        readExpr(reading, expr.left, context, 'value');
        readExpr(reading, expr.right, asked(expr.left, expr.op === '&&', context), use);
        return;
      }
      readExpr(reading, expr.left, context, 'value');
      readExpr(reading, expr.right, context, expr.op === ',' ? use : 'value');
      return;
    }
    case 'member':
      if (expr.optional) noteCondition(reading, conditionText(context.file, context.fn, expr.object));
      if (expr.property === 'aborted') protect(reading, context, 'signal', expr, 'aborted');
      readExpr(reading, expr.object, context, 'value');
      return;
    case 'function':
      if (!isReadElsewhere(reading, expr.index, context)) readFunction(reading, expr.index, context);
      return;
    case 'object':
      for (const property of expr.properties) {
        const family = familyOfProperty(property.name);
        if (family && !isNothing(property.value) && !isTimer(property.value))
          protect(reading, context, family, expr, property.name);
        readExpr(reading, property.value, context, 'handed');
      }
      return;
    case 'array':
      for (const element of expr.elements) readExpr(reading, element, context, use === 'value' ? 'handed' : use);
      return;
    case 'call':
      readCall(reading, expr, context, use);
      return;
    case 'assign':
      readAssigned(reading, expr, context);
      readExpr(reading, expr.target, context, 'value');
      return;
    case 'class':
      return;
    default:
      for (const part of partsOf(expr)) readExpr(reading, part, context, 'value');
  }
}

/** What is assigned; a function that a member keeps runs later, in no handler and no loop of this one. */
function readAssigned(reading: Reading, { target, value }: Expr & { kind: 'assign' }, context: Context): void {
  const inner = bare(value);
  if (inner.kind !== 'function' || target.kind !== 'member' || context.fn === 0)
    readExpr(reading, value, context, 'handed');
  else if (!isReadElsewhere(reading, inner.index, context))
    readFunction(reading, inner.index, {
      ...context,
      isStored: true,
      shield: noShield,
      loops: 0,
      isRetried: false,
      isTransactional: false,
    });
}
