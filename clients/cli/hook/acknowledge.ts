import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { applyEdits, modify, type Node, parseTree } from 'jsonc-parser';
import type { ToldFinding } from '../engine.js';
import { policyFileName } from '../root.js';
import { hashed } from './session-log.js';

/**
 * Writes a person's yes into the policy: one exception for each dependency, with `acknowledgedBy`. The write may stand
 * then; the owner's `approvedBy` is still to come. Answers the ids of the exceptions, none where the policy cannot take them.
 */
export function acknowledge(root: string, findings: readonly ToldFinding[], client: string): readonly string[] {
  const file = join(root, policyFileName);
  try {
    let text = readFileSync(file, 'utf8');
    const ids: string[] = [];
    const person = personOf(root);
    for (const { dependency } of findings) {
      if (!dependency) continue;
      const { rule, from, to } = dependency;
      const id = `ack-${hashed(`${rule} ${from} ${to}`).slice(0, 8)}`;
      if (ids.includes(id) || idsIn(text).has(id)) continue;
      const reason = `A person permitted it at the prompt of ${client}; why it is needed has to be written here.`;
      text = withException(text, { id, rule, from, to, reason, requestedBy: client, acknowledgedBy: person });
      ids.push(id);
    }
    if (ids.length > 0) writeFileSync(file, text);
    return ids;
  } catch {
    return [];
  }
}

function withException(text: string, exception: object): string {
  const list = listIn(text);
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  const [path, value] = list ? [['exceptions', list.children?.length ?? 0], exception] : [['exceptions'], [exception]];
  return applyEdits(
    text,
    modify(text, path as (string | number)[], value, { formattingOptions, isArrayInsertion: list !== undefined }),
  );
}

function listIn(text: string): Node | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const property = root?.children?.find(({ children }) => children?.[0]?.value === 'exceptions');
  const list = property?.children?.[1];
  return list?.type === 'array' ? list : undefined;
}

function idsIn(text: string): ReadonlySet<unknown> {
  const items = listIn(text)?.children ?? [];
  return new Set(
    items.map(item => item.children?.find(({ children }) => children?.[0]?.value === 'id')?.children?.[1]?.value),
  );
}

/** Who sits there: as commits name them, else as the system does. */
function personOf(root: string): string {
  try {
    const name = execFileSync('git', ['config', '--get', 'user.name'], {
      cwd: root,
      encoding: 'utf8',
      timeout: 500,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    if (name !== '') return name;
  } catch {
    // expected absent: no git, or no name in it
  }
  try {
    return userInfo().username || 'somebody';
  } catch {
    // expected absent: a system without a name for the user
    return 'somebody';
  }
}
