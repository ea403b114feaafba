import { readFileSync } from 'node:fs';
import { type Files, type Fixture, fixture, type RunOptions } from '../e2e/fixture.js';

export const policy = `{
  "version": 1,
  // read by people
  "sources": { "include": ["src/**"] },
  "modules": [
    { "id": "http", "path": "src/http", "dependsOn": ["orders"] },
    { "id": "orders", "path": "src/orders", "owner": "@shop/orders", "entryPoints": ["index.ts"], "dependsOn": [] },
    { "id": "billing", "path": "src/billing", "owner": "@shop/billing", "dependsOn": [] }
  ]
}
`;

const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'architecture.jsonc': policy,
  'src/http/fine.ts': "import { order } from '../orders/index.js';\nexport const fine = order;\n",
  'src/orders/index.ts': "export { order } from './order.js';\n",
  'src/orders/order.ts': 'export const order = 1;\n',
  'src/billing/charge.ts': 'export const charge = 2;\n',
};

/** A text of `src/http` that breaks `arch/deep-import`. */
export const deep = "import { order } from '../orders/order.js';\nexport const x = order;\n";

/** What a hook printed and how it ended. */
export interface Hooked {
  readonly status: number | null;
  /** The one JSON object on standard output, `undefined` for none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly out: string;
  readonly err: string;
}

export interface HookRepository extends Fixture {
  hook(payload: unknown, args?: readonly string[], options?: RunOptions): Promise<Hooked>;
  /** A recorded payload of a client, with the root of this repository in it. */
  recorded(name: string, changes?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Claude Code's payload for a tool. */
  tool(event: string, name: string, input: object, more?: object): Record<string, unknown>;
}

/** A committed repository with a policy, and the built `lintel hook` to call in it. */
export function hookRepository(more: Files = {}): HookRepository {
  const repo = fixture({ ...files, ...more });
  repo.commit('first');
  return {
    ...repo,
    hook: async (payload, args = ['--deadline', '30000'], options = {}) => {
      const input = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const { status, out, err } = await repo.run(['hook', ...args], { input, ...options });
      return { status, out, err, json: out === '' ? undefined : (JSON.parse(out) as Record<string, unknown>) };
    },
    recorded: (name, changes = {}) => {
      const text = readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
      return { ...JSON.parse(text.replaceAll('{{root}}', repo.root)), ...changes };
    },
    tool: (event, name, input, extra = {}) => ({
      session_id: 's-1',
      cwd: repo.root,
      permission_mode: 'default',
      hook_event_name: event,
      tool_name: name,
      tool_input: input,
      tool_use_id: 't-1',
      ...extra,
    }),
  };
}
