import fc from 'fast-check';

// The gate must give the same verdict for the same commit: properties start from a fixed seed, `npm run test:long` from others.
const seed = Number(process.env.LINTEL_SEED ?? 20_261_121);
fc.configureGlobal({ seed });
