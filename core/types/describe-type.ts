import { compareText } from '../files/paths.js';
import type { Checker, SyntaxNode, TypeHandle } from './checker.js';
import { declarationKind } from './declaration-kinds.js';
import { declarationRefs, keyOf, type Places } from './declarations.js';
import type { ClassRef, DeclarationRef, KnownType, TypeAnswer } from './oracle.js';
import { homeOf } from './packages.js';
import { resultLike } from './result-like.js';

/** Longer texts are cut: nobody reads them, and some types print as pages. */
const maxTextLength = 200;

/** Answers for expressions of one project; the same type is described once. */
export function typeDescriber(checker: Checker, places: Places) {
  const described = new Map<TypeHandle, KnownType>();
  const classes = new Map<TypeHandle, ClassRef | undefined>();
  const thenables = new Map<TypeHandle, boolean>();

  const describe = (type: TypeHandle): KnownType => {
    let known = described.get(type);
    if (!known) {
      const members = flatten(checker, type);
      const result = resultLike(checker, members);
      known = {
        kind: 'known',
        text: shorten(withoutAbsolutePaths(places, checker.textOf(type))),
        any: members.some(member => checker.shapeOf(member).kind === 'any'),
        thenable: members.some(isThenable),
        classes: sortedClasses(members.flatMap(member => classOf(member) ?? [])),
        literals: literalsOf(checker, members),
        ...(result && { resultLike: result }),
      };
      described.set(type, known);
    }
    return known;
  };

  const isThenable = (type: TypeHandle): boolean => {
    const { kind } = checker.shapeOf(type);
    if (kind !== 'class' && kind !== 'object') return false;
    let answer = thenables.get(type);
    if (answer === undefined) {
      const then = checker.propertyOf(type, 'then');
      const thenType = then && checker.typesOf([then])[0];
      answer = thenType !== undefined && checker.isCallable(thenType);
      thenables.set(type, answer);
    }
    return answer;
  };

  const classOf = (type: TypeHandle): ClassRef | undefined => {
    if (checker.shapeOf(type).kind !== 'class') return undefined;
    if (!classes.has(type)) {
      const declaration = classDeclaration(checker, places, type);
      classes.set(type, declaration && { declaration, bases: basesOf(checker, places, type) });
    }
    return classes.get(type);
  };

  return (nodes: readonly (SyntaxNode | undefined)[]): readonly TypeAnswer[] => {
    const found = nodes.filter(node => node !== undefined);
    const types = found.length > 0 ? checker.typesAt(found) : [];
    let next = 0;
    return nodes.map(node => {
      const type = node && types[next++];
      return type ? describe(type) : { kind: 'unknown' };
    });
  };
}

/** The members of unions and intersections, constraints in the place of type parameters, each once. */
function flatten(checker: Checker, type: TypeHandle): readonly TypeHandle[] {
  const members = new Set<TypeHandle>();
  const seen = new Set<TypeHandle>();
  const visit = (at: TypeHandle): void => {
    if (seen.has(at)) return;
    seen.add(at);
    const shape = checker.shapeOf(at);
    if (shape.kind === 'union' || shape.kind === 'intersection') shape.members.forEach(visit);
    else if (shape.kind === 'deferred' && shape.constraint) visit(shape.constraint);
    else members.add(at);
  };
  visit(type);
  return [...members];
}

function literalsOf(checker: Checker, members: readonly TypeHandle[]): KnownType['literals'] {
  const values = new Set<string | number | boolean | null | undefined>();
  for (const member of members) {
    const shape = checker.shapeOf(member);
    if (shape.kind === 'value') values.add(shape.value);
  }
  return [...values].sort((a, b) => compareText(`${typeof a} ${a}`, `${typeof b} ${b}`));
}

/** A class before interfaces, and a package's before the workspace's, which only adds to it (`declare global`). */
function classDeclaration(checker: Checker, places: Places, type: TypeHandle): DeclarationRef | undefined {
  const symbol = checker.symbolOf(type);
  if (!symbol) return undefined;
  const declarations = checker.declarationsOf(symbol);
  const ofKind = (wanted: string) => declarations.filter(node => declarationKind(checker, node) === wanted);
  const chosen = [ofKind('class'), ofKind('interface')].find(nodes => nodes.length > 0);
  if (!chosen) return undefined;
  const refs = declarationRefs(checker, places, symbol, chosen);
  return refs.find(ref => 'package' in ref) ?? refs[0];
}

/** All base types, nearest first; a base that is an intersection (mixins) counts as its parts. */
function basesOf(checker: Checker, places: Places, type: TypeHandle): readonly DeclarationRef[] {
  const found = new Map<string, DeclarationRef>();
  const seen = new Set([type]);
  let level: readonly TypeHandle[] = [type];
  while (level.length > 0) {
    const next = level.flatMap(at => checker.basesOf(at)).flatMap(base => flatten(checker, base));
    level = next.filter(base => !seen.has(base));
    for (const base of level) {
      seen.add(base);
      const ref = classDeclaration(checker, places, base);
      if (ref && !found.has(keyOf(ref))) found.set(keyOf(ref), ref);
    }
  }
  return [...found.values()];
}

function sortedClasses(classes: readonly ClassRef[]): readonly ClassRef[] {
  const byKey = new Map(classes.map(found => [keyOf(found.declaration), found]));
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, found]) => found);
}

/** Types of modules print as `import("/home/…/file")`: answers name no place on this machine. */
function withoutAbsolutePaths(places: Places, text: string): string {
  return text.replace(/import\("((?:\/|[A-Za-z]:\/)[^"]*)"[^)]*\)/g, (_, path: string) => {
    const home = homeOf(places.root, path, places.manifestName);
    return `import("${'path' in home ? home.path : home.package}")`;
  });
}

function shorten(text: string): string {
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength - 1)}…`;
}
