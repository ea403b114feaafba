import type { CallExpr } from '../../syntax/ir/nodes.js';
import { eachExprDeep } from '../shapes/scope.js';
import type { Callee, FailureView, FunctionRef } from '../view.js';
import { pathOf } from '../walk.js';

/** What a function touches outside the program. */
export type Effect = 'network' | 'file' | 'database' | 'process' | 'publish' | 'clock' | 'randomness';

/** Functions looked at for the effects of one; behind that more may come. */
const furthest = 2000;

const packages: readonly (readonly [Effect, RegExp])[] = [
  ['file', /^(node:fs(\/promises)?|fs-extra|graceful-fs|rimraf|mkdirp)$/],
  ['process', /^(node:child_process|node:worker_threads|node:cluster|execa|cross-spawn)$/],
  [
    'publish',
    /^(kafkajs|amqplib|bullmq|bull|nats|mqtt|nodemailer|@google-cloud\/pubsub|@aws-sdk\/client-(sqs|sns|eventbridge))$/,
  ],
  [
    'database',
    /^(pg|pg-pool|mysql2?(\/promise)?|mariadb|sqlite3|better-sqlite3|mongodb|mongoose|@prisma\/client|typeorm|sequelize|sequelize-typescript|knex|kysely|drizzle-orm(\/.*)?|ioredis|redis|@mikro-orm\/.*)$/,
  ],
  [
    'network',
    /^(node:(http|https|http2|net|tls|dgram|dns)(\/promises)?|axios|got|ky|undici|node-fetch|cross-fetch|superagent|openai|@anthropic-ai\/sdk|stripe|ws|@aws-sdk\/.*)$/,
  ],
];

const harmless =
  /^(node:net#isIP|node:http#(STATUS_CODES|METHODS)|pg#types|typeorm#(In|Not|Like|IsNull|Between|MoreThan|LessThan))/;

/** The effect of a call of something outside the workspace; `undefined` where none is known. */
export function externalEffect(callee: Callee, call: CallExpr): Effect | undefined {
  const written = pathOf(call.callee) ?? '';
  if (written === 'Date.now' || written === 'performance.now' || (written === 'Date' && call.args.length === 0))
    return 'clock';
  if (written === 'Math.random' || /(^|\.)(randomUUID|randomBytes|getRandomValues|randomInt)$/.test(written))
    return 'randomness';
  if (written === 'process.exit' || written === 'process.kill') return 'process';
  if (callee.kind !== 'external') return written === 'fetch' ? 'network' : undefined;
  if (callee.package === 'lib') return callee.model?.remote === true || written === 'fetch' ? 'network' : undefined;
  if (harmless.test(`${callee.package}#${callee.name}`)) return undefined;
  if (callee.model?.effect === 'pure') return undefined;
  const found = packages.find(([, pattern]) => pattern.test(callee.package))?.[0];
  if (found !== undefined) return callee.model || isCallOfHandle(callee.name, call) ? found : undefined;
  return callee.model?.remote === true ? 'network' : undefined;
}

/** Constructors and plain helpers of a package touch nothing yet: methods of what it gives do. */
function isCallOfHandle(name: string, call: CallExpr): boolean {
  return !call.isNew && (name.includes('.') || /^[a-z]/.test(name));
}

/** Effects of functions with everything they call. */
export interface EffectIndex {
  of(ref: FunctionRef): ReadonlySet<Effect>;
}

interface Direct {
  readonly effects: ReadonlySet<Effect>;
  readonly next: readonly FunctionRef[];
}

/** Asks calls for their effects, each function once. */
export function effectIndex(view: FailureView): EffectIndex {
  const direct = new Map<string, Direct>();
  const whole = new Map<string, ReadonlySet<Effect>>();
  const directOf = (ref: FunctionRef): Direct => {
    const key = keyOf(ref);
    let found = direct.get(key);
    if (!found) {
      found = readDirect(view, ref);
      direct.set(key, found);
    }
    return found;
  };
  return {
    of: ref => {
      const known = whole.get(keyOf(ref));
      if (known) return known;
      const effects = new Set<Effect>();
      const seen = new Set([keyOf(ref)]);
      const open = [ref];
      for (let at = open.pop(); at && seen.size <= furthest; at = open.pop()) {
        const { effects: own, next } = directOf(at);
        for (const effect of own) effects.add(effect);
        for (const each of next) {
          if (seen.has(keyOf(each))) continue;
          seen.add(keyOf(each));
          open.push(each);
        }
      }
      whole.set(keyOf(ref), effects);
      return effects;
    },
  };
}

function readDirect(view: FailureView, { path, index }: FunctionRef): Direct {
  const file = view.file(path);
  const fn = file?.ir.functions[index];
  if (!file || !fn) return { effects: new Set(), next: [] };
  const effects = new Set<Effect>();
  const next: FunctionRef[] = [];
  eachExprDeep(file.ir, index, fn.body, (expr, at) => {
    if (expr.kind !== 'call') return;
    const callee = file.callee(at, expr);
    if (callee.kind === 'project') next.push(...callee.targets);
    const effect = externalEffect(callee, expr);
    if (effect) effects.add(effect);
  });
  return { effects, next };
}

function keyOf({ path, index }: FunctionRef): string {
  return `${path}#${index}`;
}
