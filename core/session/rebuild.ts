import { selectArrays, weightArrays, writeDocument, writeNpz } from '../write/index.ts';
import { certify } from './certificate.ts';
import type { Progress } from './progress.ts';
import type { SavedFile } from './protocol.ts';
import type { Ran } from './ran.ts';

/** The files of a folder that makes a run again in Keras. Yields between pieces. @throws `export-too-large` */
export function* rebuildFiles(ran: Ran, date: Date): Generator<Progress, readonly SavedFile[], void> {
  const certificate = yield* certify(ran, date);
  return [
    { name: 'weights.npz', bytes: writeNpz(weightArrays(ran.model)) },
    { name: 'x.npz', bytes: writeNpz(ran.inputs) },
    { name: 'expected.npz', bytes: writeNpz(selectArrays(ran.trace).map((array) => [array.name, array.load()] as const)) },
    { name: 'certificate.json', bytes: writeDocument(certificate) },
  ];
}
