/**
 * CPU time of this process since `cpuTime` was called, in milliseconds. For bounds on how a cost grows: what else the machine
 * does is not counted, so that they hold on a busy one.
 */
export function cpuTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
