import { findNodeAtOffset, getNodePath, type JSONPath, type Node, parseTree } from 'jsonc-parser';
import type { Span } from '../../core/index.js';

/** The text of a policy as a tree, as much of it as can be read. */
export interface PolicyText {
  readonly text: string;
  readonly root: Node | undefined;
}

/** A string of the policy and where it stands. */
export interface PolicyString {
  readonly value: string;
  readonly path: JSONPath;
  readonly isKey: boolean;
  /** The text between the quotes. */
  readonly span: Span;
}

export function readPolicyText(text: string): PolicyText {
  return { text, root: parseTree(text, [], { allowTrailingComma: true }) };
}

export function stringAt({ root }: PolicyText, offset: number): PolicyString | undefined {
  const node = root && findNodeAtOffset(root, offset, true);
  return node?.type === 'string' ? stringOf(node) : undefined;
}

export function allStrings({ root }: PolicyText): PolicyString[] {
  const found: PolicyString[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'string') found.push(stringOf(node));
    for (const child of node.children ?? []) visit(child);
  };
  if (root) visit(root);
  return found;
}

function stringOf(node: Node): PolicyString {
  const isKey = node.parent?.type === 'property' && node.parent.children?.[0] === node;
  return {
    value: String(node.value),
    path: getNodePath(node),
    isKey,
    span: { start: node.offset + 1, end: node.offset + Math.max(node.length - 1, 1) },
  };
}
