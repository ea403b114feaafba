import { type TypeScript, typescript6 } from '../typescript6.js';
import type { Walk } from './drafts.js';
import type { Dialect } from './facts.js';
import { Scopes } from './scopes.js';
import { pushToken, tokenStream } from './tokens.js';
import { declarationHandlers } from './walk-declarations.js';
import { expressionHandlers } from './walk-expressions.js';
import { functionHandlers } from './walk-functions.js';
import { typeHandlers } from './walk-types.js';

type Node = TypeScript.Node;
type Handler = (node: Node, walk: Walk) => void;

interface Tables {
  readonly values: (Handler | undefined)[];
  readonly types: (Handler | undefined)[];
}
let tables: Tables | undefined;

/** Handlers by node kind; dense arrays, since every node of every file goes through them. */
function handlerTables(): Tables {
  if (tables) return tables;
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const types: (Handler | undefined)[] = new Array(K.Count).fill(undefined);
  const values: (Handler | undefined)[] = new Array(K.Count).fill(undefined);
  for (const [kind, handler] of typeHandlers()) types[kind] = handler;
  for (let kind = K.FirstTypeNode; kind <= K.LastTypeNode; kind++) values[kind] = (node, walk) => walk.visitType(node);
  for (const table of [declarationHandlers(), expressionHandlers(), functionHandlers()]) {
    for (const [kind, handler] of table) values[kind] = handler;
  }
  tables = { values, types };
  return tables;
}

/** Starts the record of one file. */
export function startWalk(source: TypeScript.SourceFile, dialect: Dialect): Walk {
  const ts = typescript6();
  const { values, types } = handlerTables();
  const tokens = tokenStream();
  const { forEachChild } = ts;
  const walk: Walk = {
    source,
    text: source.text,
    dialect,
    scopes: new Scopes(),
    imports: [],
    bindings: new Map(),
    importOf: new Map(),
    entityAliases: new Set(),
    calls: [],
    sites: new Map(),
    siteNames: new Map(),
    constants: new Map(),
    localNames: new Set(),
    functions: [],
    anonymous: new Map(),
    functionNames: new Map(),
    tokens,
    commonJs: [],
    symbol: '',
    pendingName: undefined,
    calledAtOnce: undefined,
    functionDepth: 0,
    ambientDepth: dialect === 'dts' ? 1 : 0,
    hasJsx: false,
    visit(node) {
      pushToken(tokens, node.kind);
      const handler = values[node.kind];
      if (handler) handler(node, walk);
      else forEachChild(node, visit);
    },
    visitType(node) {
      const handler = types[node.kind];
      if (handler) handler(node, walk);
      else forEachChild(node, visitType);
    },
    visitOptionalType(node) {
      if (node) visitType(node);
    },
  };
  const { visit, visitType } = walk;
  return walk;
}
