import { readFileSync } from 'node:fs';
import type { LiveWorkspace } from '../core/index.js';
import { callTool, describeTools } from './dispatch.js';
import { promptMessages, prompts } from './prompts.js';
import type { ServerSurface } from './protocol.js';
import { moduleNames, resources, resourceText, templates } from './resources.js';
import { tools } from './tools/index.js';

export interface SurfaceOptions {
  readonly version: string;
  readonly root: string;
  readonly live: LiveWorkspace;
  /** All tools instead of the default ones. */
  readonly allTools: boolean;
  /** Calls back when the workspace changed; answers how to stop. */
  onChange(listener: () => void): () => void;
}

/** What Lintel offers to a client of the model context protocol. */
export function lintelSurface({ version, root, live, allTools, onChange }: SurfaceOptions): ServerSurface {
  const offered = tools.filter(tool => allTools || tool.set === 'default');
  const described = describeTools(offered);
  return {
    name: 'lintel',
    version,
    instructions: instructions(),
    tools: () => described,
    callTool: (name, input, call) => callTool(offered, name, input, live, root, call),
    prompts: () => prompts,
    prompt: async (name, input) => promptMessages(name, input),
    resources: () => resources,
    templates: () => templates,
    async readResource(uri, signal) {
      const text = resourceText(uri, await live.current(signal));
      return [{ uri, mimeType: 'application/json', text }];
    },
    async complete({ of, value }) {
      const isModule = 'template' in of && of.template === 'rules://module/{name}';
      return isModule ? moduleNames(await live.current(), value) : [];
    },
    onResourceChange: listener => onChange(() => listener('rules://findings')),
  };
}

/** What a client tells its model of this server; for some it is all the model sees. */
export function instructions(): string {
  return readFileSync(new URL('./instructions.md', import.meta.url), 'utf8').trim();
}
