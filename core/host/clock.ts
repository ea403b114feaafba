import type { Clock } from '../files/host.js';

/** The date where the person sits: an exception that expires today still holds until their midnight. */
export function systemClock(): Clock {
  return {
    today() {
      const now = new Date();
      const two = (value: number): string => String(value).padStart(2, '0');
      return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    },
    now: () => Date.now(),
  };
}
