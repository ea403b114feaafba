export { bestsellers } from './bestsellers.js';
export type { Product } from './product.js';
export { listProducts, productBySku } from './products.js';
export { searchProducts } from './search.js';
