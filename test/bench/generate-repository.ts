import { generateRepository } from './generated-repository.js';

// node dist/test/bench/generate-repository.js FOLDER COUNT
const [folder = '', count = '10000'] = process.argv.slice(2);
generateRepository(folder, Number(count));
