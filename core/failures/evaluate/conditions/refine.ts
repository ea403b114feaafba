import type { Expr } from '../../../syntax/ir/nodes.js';
import { printExpr } from '../../print.js';
import type { Evaluation } from '../evaluation.js';
import type { Path } from '../values.js';
import { comparison } from './comparisons.js';
import { guardTest } from './guards.js';
import { truthiness } from './truth.js';

/** The ways on which a condition holds (`sense` true) or does not. A way that is impossible gives none. */
export function refine(test: Expr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  switch (test.kind) {
    case 'unary':
      return test.op === '!' ? refine(test.value, path, !sense, run) : noted(test, path, sense);
    case 'binary': {
      const { op, left, right } = test;
      if (op === '&&' || op === '||') {
        const both = (op === '&&') === sense;
        const first = refine(left, path, sense, run);
        if (both) return first.flatMap(each => refine(right, each, sense, run));
        return [...first, ...refine(left, path, !sense, run).flatMap(each => refine(right, each, sense, run))];
      }
      return noteAll(comparison(test, path, sense, run), test, sense);
    }
    case 'literal':
      return Boolean(test.value) === sense ? [path] : [];
    case 'call':
      // A guard of which nothing is known may tell modes apart, which way is not known.
      return noteAll(guardTest(test, path, sense, run, refine), test, sense);
    default:
      return noteAll(truthiness(test, path, sense, run), test, sense);
  }
}

function noted(test: Expr, path: Path, sense: boolean): readonly Path[] {
  const text = textOf(test);
  return [{ ...path, when: sense ? text : /^[\w.?$[\]]+$/.test(text) ? `!${text}` : `!(${text})` }];
}

const texts = new WeakMap<Expr, string>();

/** A condition is printed once, however many ways lead to it. */
function textOf(test: Expr): string {
  const text = texts.get(test) ?? printExpr(test);
  texts.set(test, text);
  return text;
}

function noteAll(paths: readonly Path[], test: Expr, sense: boolean): readonly Path[] {
  return paths.flatMap(path => noted(test, path, sense));
}
