export { pool as database } from '../infra/index.js';
export { type Order, type OrderLine, orderTotal } from './order.js';
export { orderById, ordersSince } from './order-repository.js';
export { type Basket, placeOrder } from './place-order.js';
