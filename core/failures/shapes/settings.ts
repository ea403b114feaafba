import type { CallExpr } from '../../syntax/ir/nodes.js';
import { pathOf } from '../walk.js';
import { textOf } from './calls.js';

/** `process.on('exit', …)`, `process.on('uncaughtException', …)`: the process ends already. */
export function isEnding(call: CallExpr): boolean {
  return /^(exit|beforeExit|uncaughtException|uncaughtExceptionMonitor|unhandledRejection)$/.test(eventOfProcess(call));
}

/** `process.on('SIGTERM', …)`: the process is asked to end. */
export function isSignal(call: CallExpr): boolean {
  return /^SIG[A-Z]+$/.test(eventOfProcess(call));
}

function eventOfProcess({ callee, args: [event] }: CallExpr): string {
  return pathOf(callee)?.startsWith('process.') === true && event !== undefined ? (textOf(event) ?? '') : '';
}

/** A file that shows how something is used: short on purpose, and run by nobody who depends on it. */
export function isExample(path: string): boolean {
  return /(^|\/)([\w.-]+-)?(examples?|demos?|samples?|playgrounds?)(-[\w.-]+)?\//.test(path);
}

/** A script of the project itself: whoever starts it reads what it ends with. */
export function isScript(path: string): boolean {
  return /(^|\/)(scripts?|tools|tooling|build|extra)\/|(^|\/)seeds?(\/|\.[cm]?[jt]s$)/.test(path);
}

/** A helper that tests share: `perf-tests/harness.ts`, `test-utils/rig.ts`, `spec/helper.js`. */
export function isOfTests(path: string): boolean {
  return /(^|\/)([\w-]+-)?(tests?|spec)(-[\w-]+)?\//.test(path);
}

/** A library that was copied in, mostly as it was built: its authors are others. */
export function isCopied(path: string): boolean {
  return /(^|\/)(vendors?|third[_-]?party)\/|(^|\/)libs\/[\w.-]+\/.*\.[cm]?js$|(^|\/)(public|static|assets)\/(?!js\/pages).*\.js$/.test(
    path,
  );
}
