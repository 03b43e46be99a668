import fc from 'fast-check';

/**
 * Seed of every property test, so that a run on one machine can be repeated on another. To look at
 * other examples: `PROPERTY_SEED=2 npm run test:unit`.
 */
const DEFAULT_SEED = 1;

const wanted = process.env['PROPERTY_SEED'];
const seed = wanted === undefined ? DEFAULT_SEED : Number(wanted);
if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED is a whole number, not "${wanted}".`);
fc.configureGlobal({ seed });
