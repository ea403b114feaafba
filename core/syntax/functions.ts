import type { TypeScript } from '../typescript6.js';
import { typescript6 } from '../typescript6.js';
import type { Walk } from './drafts.js';
import type { FunctionFact } from './facts.js';
import { bandsOf, fingerprintFloor, gramsOf, shapeFloor, shapeOf } from './fingerprint.js';
import { flat, folded } from './strings.js';
import { hasModifier } from './syntax-nodes.js';

/** The functions of a file with their fingerprints, in the order they start. */
export function functionsOf(walk: Walk): FunctionFact[] {
  const K = typescript6().SyntaxKind;
  let grams: Int32Array | undefined;
  return walk.functions.map(({ node, name, firstToken, endToken }) => {
    const tokens = endToken - firstToken;
    const isLarge = tokens >= fingerprintFloor;
    if (isLarge) grams ??= gramsOf(walk.tokens);
    return {
      name: flat(name),
      span: { start: node.getStart(walk.source), end: node.end },
      isAsync: hasModifier(node, K.AsyncKeyword),
      isGenerator: (node as { asteriskToken?: TypeScript.Node }).asteriskToken !== undefined,
      signature: signatureOf(node, walk.text),
      tokens,
      shape: tokens >= shapeFloor ? shapeOf(walk.tokens, firstToken, endToken) : '',
      bands: isLarge && grams ? bandsOf(grams, firstToken, endToken) : [],
    };
  });
}

/** `(a: string, b?: number): Promise<void>`, white space folded, at most 200 UTF-16 units. */
export function signatureOf(node: TypeScript.SignatureDeclarationBase, text: string): string {
  const { parameters, type } = node;
  const list = `(${text.slice(parameters.pos, Math.min(parameters.end, parameters.pos + 800)).trim()})`;
  return folded(type ? `${list}: ${text.slice(type.pos, Math.min(type.end, type.pos + 400)).trim()}` : list);
}
