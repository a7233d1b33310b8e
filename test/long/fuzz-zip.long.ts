import { fuzzLong } from './fuzz-report.ts';

fuzzLong((format) => format === 'zip');
