export { remindOfInvoice } from './reminder.js';
export { notify } from './send.js';
