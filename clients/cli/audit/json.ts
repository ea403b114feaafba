import type { AuditRow } from '../engine.js';
import { type AuditReport, countsOf, pairsOf } from './audit-report.js';

/** The audit as one JSON object, keys in a fixed order; addresses of authors are left out. */
export function jsonAudit({ audit, since }: AuditReport): string {
  const body = {
    version: 1,
    status: 'ok',
    since: { asked: since, commit: audit.base ?? null },
    modules: audit.modules,
    commits: audit.commits,
    counts: countsOf(audit),
    pairs: pairsOf(audit).map(({ from, to, isNew, rows }) => ({ from, to, isNew, imports: rows.map(rowOf) })),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

/** The document of a run that could not answer. */
export function jsonRefusal(reason: string): string {
  return `${JSON.stringify({ version: 1, status: 'not_checked', reason }, undefined, 2)}\n`;
}

function rowOf({
  path,
  line,
  target,
  specifier,
  symbols,
  kind,
  context,
  introduction,
  assistants,
  standing,
}: AuditRow) {
  const { by, isApproved, detail } = standing;
  return {
    path,
    line,
    target,
    specifier,
    symbols,
    kind,
    context,
    introduced: introduction.kind,
    ...(introduction.kind === 'unknown' && { why: introduction.why }),
    ...(introduction.kind === 'commit' && { commit: commitOf(introduction.commit) }),
    assistants,
    approved: by === 'no-policy' ? null : isApproved,
    standing: by,
    ...(detail !== undefined && { detail }),
  };
}

function commitOf({ id, author, date, subject }: { id: string; author: string; date: string; subject: string }) {
  return { id, author, date, subject };
}
