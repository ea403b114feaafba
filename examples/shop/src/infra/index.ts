export { remember } from './cache.js';
export { pool, query, transaction } from './db.js';
export { type Mail, sendMail } from './mailer.js';
export { capture, type PaymentReceipt } from './payment-gateway.js';
