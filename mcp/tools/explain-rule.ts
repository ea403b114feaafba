import { z } from 'zod';
import { nearest, explainRule as pageOf, rules } from '../../core/index.js';
import { common } from '../answer/schemas.js';
import { Refusal } from '../refusal.js';
import { defineTool } from '../tool.js';

export const explainRule = defineTool({
  name: 'explain_rule',
  description: 'Why a rule exists, what to do, and an example, from this repository where it has one.',
  set: 'all',
  input: z.strictObject({ rule: z.string().min(1).max(100) }),
  output: z.strictObject({
    ...common,
    summary: z.string().optional(),
    why: z.string().optional(),
    example: z.string().optional(),
    here: z.string().optional(),
  }),
  lists: [],
  async run({ rule: id }, { snapshot }) {
    const known = rules.map(rule => rule.id);
    const rule = rules.find(each => each.id === id);
    if (!rule) {
      const near = nearest(id, known);
      throw new Refusal(
        `rule: there is no ${id}. ${near === undefined ? `There are ${known.join(', ')}.` : `Did you mean ${near}?`}`,
      );
    }
    const page = pageOf(id) ?? '';
    const here = snapshot.findings.find(finding => finding.rule === id);
    return {
      status: 'ok',
      summary: rule.summary,
      why: afterSummary(prose(page), rule.summary).slice(0, 900),
      ...(here === undefined ? example(page) : { here: `${here.path}:${here.range.start.line}: ${here.message}` }),
    };
  },
});

/** The page without heading, tables and code: its first paragraphs. */
function prose(page: string): string {
  const text = page.replace(/```[\s\S]*?```/g, '').replace(/^(?:#|\|).*$/gm, '');
  return text
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replace(/\s+/g, ' ').trim())
    .filter(paragraph => paragraph !== '')
    .slice(0, 4)
    .join(' ');
}

/** Pages start with the summary, which is told already. */
function afterSummary(text: string, summary: string): string {
  const rest = text.startsWith(summary) ? text.slice(summary.length).trim() : text;
  return rest === '' ? text : rest;
}

/** The first code block of the page. */
function example(page: string): { readonly example?: string } {
  const [, code] = /```[^\n]*\n([\s\S]*?)```/.exec(page) ?? [];
  return code === undefined ? {} : { example: code.trim().slice(0, 600) };
}
