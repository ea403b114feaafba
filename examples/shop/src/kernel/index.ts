export { type Clock, systemClock } from './clock.js';
export { NotFoundError, UnavailableError } from './errors.js';
export { log } from './log.js';
export { add, formatMoney, type Money, money, times } from './money.js';
