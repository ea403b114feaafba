import type { FunctionIr } from '../../syntax/ir/nodes.js';

/** The last part of a function's qualified name. */
export function ownName({ name }: FunctionIr): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const bestEffort =
  /^(warm|prefetch|preload|prime|track|telemetry|trace|ping|heartbeat|cleanup|cleanUp|dispose|shutdown|teardown|tearDown|close|stop|flush|destroy|drain|try|invalidate|refetch|revalidate)/;

/** A name that says that the outcome does not matter: warming, telemetry, cleaning up. */
export function isBestEffortName(name: string): boolean {
  return (
    bestEffort.test(name) ||
    /(BestEffort|Quietly|Silently|IfPossible|Telemetry|Analytics|Metrics)|^log(?=[A-Z]|$)|[a-z]Logs?$/.test(name)
  );
}

/** A name of what gives back, ends or removes something. */
export function isCleanupName(name: string): boolean {
  return /^(close|end|destroy|dispose|release|stop|kill|terminate|cancel|abort|unlink|rm|remove|rmdir|cleanup|cleanUp|disconnect|shutdown|quit|unsubscribe|teardown|unref)/.test(
    name,
  );
}

/** A name of what waits for a moment. */
export function isDelayName(name: string): boolean {
  return /(sleep|delay|backoff|back_off|pause|wait|timeout|timer|throttle|jitter)/i.test(name);
}
