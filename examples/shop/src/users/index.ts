export { findUser } from './find-user.js';
export { activeUsers } from './sessions.js';
export type { User } from './user.js';
