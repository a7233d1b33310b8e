import { fuzzLong } from './fuzz-report.ts';

fuzzLong((format) => format !== 'hdf5' && format !== 'zip');
