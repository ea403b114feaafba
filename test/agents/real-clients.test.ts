import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentClients } from './clients.js';
import type { Asked } from './model-endpoint.js';
import { onDisk, repositoryFor, runAgent, withoutServer } from './session.js';

const forbidden = "import { save } from '../infra/index';\nexport const keep = save;\n";
const right = "import { placeOrder } from '../orders';\nexport const keep = placeOrder;\n";
const file = 'src/http/keep.ts';
const planned = { changes: [{ path: file, imports: ["import { placeOrder } from '../orders/place-order'"] }] };
const permitted = /import \{ placeOrder \} from (?:\\*"|\\*')\.\.\/orders(?:\\*"|\\*')/;

/** A server that is still starting is not there yet for some clients: then the model asks again. */
const mostTries = 40;
const pauseMs = 500;

for (const client of agentClients)
  describe.skipIf(client.program === undefined)(client.package, { timeout: 300_000 }, () => {
    test('plans a forbidden import, is told the permitted one, writes that', async () => {
      const repo = await repositoryFor(client);
      let statement: string | undefined;
      const { asked, output } = await runAgent(client, repo, async (turn, { shown }) => {
        const written = statement;
        statement ??= permitted.exec(shown)?.[0].replaceAll('\\', '');
        if (statement === undefined && turn < mostTries) {
          if (turn > 0) await new Promise(resolve => setTimeout(resolve, pauseMs));
          return client.ask('check_plan', planned);
        }
        if (written === undefined)
          return client.write(join(repo.root, file), `${statement};\nexport const keep = placeOrder;\n`);
        return { text: 'done' };
      });
      expect(asked.length, output.slice(-3_000)).toBeGreaterThanOrEqual(3);
      expect(statement, told(asked.at(-1))).toBe('import { placeOrder } from "../orders"');
      expect(onDisk(repo, file)).toContain('from "../orders"');
    });

    test('with hooks alone the forbidden write does not land, the right one does', async () => {
      const repo = await repositoryFor(client);
      withoutServer(client, repo);
      await repo.check();
      let landed: string | undefined = 'not asked';
      const { asked, output } = await runAgent(client, repo, turn => {
        if (turn === 0) return client.write(join(repo.root, file), forbidden);
        if (turn === 1) {
          landed = onDisk(repo, file);
          return client.write(join(repo.root, file), right);
        }
        return { text: 'done' };
      });
      expect(asked.length, output.slice(-3_000)).toBeGreaterThanOrEqual(3);
      expect(landed).toBeUndefined();
      expect(asked[1]?.shown).toContain('arch/dependency-not-allowed');
      expect(onDisk(repo, file)).toBe(right);
    });
  });

/** What the client showed of the call before, for the message of a failure. */
function told(asked: Asked | undefined): string {
  const { input, messages, contents } = (asked?.body ?? {}) as Record<string, readonly unknown[] | undefined>;
  return JSON.stringify((input ?? messages ?? contents ?? []).slice(-3)).slice(0, 4_000);
}
