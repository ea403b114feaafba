import { invalidParams, type Json, type PromptDescription, type PromptMessage, ProtocolProblem } from './protocol.js';

/** Prompts a person picks; each leads a model through the tools. */
export const prompts: readonly PromptDescription[] = [
  {
    name: 'plan-change',
    description: 'Plan a change so that it fits the architecture before anything is written',
    arguments: [{ name: 'task', description: 'What is to be done', required: true }],
  },
  {
    name: 'review-changes',
    description: 'Review what the working tree introduces',
    arguments: [{ name: 'base', description: 'A git ref to compare with', required: false }],
  },
];

/** The messages of a prompt; an unknown one or a missing argument is refused. */
export function promptMessages(name: string, input: Json): readonly PromptMessage[] {
  const prompt = prompts.find(each => each.name === name);
  if (!prompt) {
    const names = prompts.map(each => each.name).join(', ');
    throw new ProtocolProblem(invalidParams, `There is no prompt ${name.slice(0, 80)}. The prompts are ${names}.`);
  }
  for (const argument of prompt.arguments ?? []) {
    if (argument.required && typeof input[argument.name] !== 'string')
      throw new ProtocolProblem(invalidParams, `${name} needs ${argument.name}: ${argument.description}.`);
  }
  const text = name === 'plan-change' ? planChange(String(input.task)) : reviewChanges(input.base);
  return [{ role: 'user', content: { type: 'text', text } }];
}

function planChange(task: string): string {
  return `Plan this change before writing it: ${task}

1. get_rules for each folder you will write in.
2. find_reusable for each helper or type you would add.
3. check_plan with all files, their imports, exports and failures; take each fix as it stands, and repeat until status is ok.
4. Show the plan: files, imports, what is reused. Then write it, and end with verify_changes until status is ok.`;
}

function reviewChanges(base: unknown): string {
  const since = typeof base === 'string' && base !== '' ? ` with base ${base}` : '';
  return `Review what was changed.

1. verify_changes${since}; follow next_cursor to the end.
2. For each finding say what it breaks and why that rule exists (explain_rule where it is offered), and give the edit that solves it.
3. Say what was not checked: coverage and status not_checked are not the same as ok.`;
}
