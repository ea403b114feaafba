/** What every agent is told, in five lines. */
export const rulesText = `- \`architecture.jsonc\` says which module may import which. A hook refuses a write that breaks it and names the permitted import: use that one.
- Before an import between modules ask \`get_rules\` for the file's path; before a change of several files \`check_plan\`.
- Before a new helper ask \`find_reusable\`, and import what exists through its module's entry point.
- After a change ask \`verify_changes\` (or run \`lintel check --since HEAD\`) and clear what it lists.
- Never widen \`architecture.jsonc\`, the baseline or suppressions to get a change through: ask a person.
`;

export const rulesTitle = '# Architecture (Lintel)\n\n';
