export { charge } from './charge.js';
export { createInvoice, type Invoice, unpaidInvoices } from './invoice.js';
export { lateFee } from './late-fee.js';
export { revenueByBucket } from './revenue.js';
