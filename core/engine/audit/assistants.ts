import type { Commit } from '../../files/history.js';

/** Trailers that say by themselves that a machine had a part in it. */
const always = /^(assisted|generated)-by$/i;
const coAuthor = /^co-authored-by$/i;
/** Names under which coding assistants sign as co-authors or authors. */
const known =
  /\b(claude|copilot|cursor|cursoragent|codex|openai|chatgpt|gpt-\d|devin|gemini|jules|aider|windsurf|codeium|amp|opencode|cline|roo ?code|sweep|junie|kiro|augment|coderabbit|tabnine|codewhisperer|amazon q)\b/i;

/** The assistants that a commit names: whole trailers, and the author where it is one. Nothing here says that nobody helped. */
export function assistantsOf({ trailers, author, email }: Commit): readonly string[] {
  const named = trailers
    .filter(({ key, value }) => always.test(key) || (coAuthor.test(key) && known.test(value)))
    .map(({ key, value }) => `${key}: ${value}`);
  return known.test(author) || known.test(email) ? [`Author: ${author}`, ...named] : named;
}
