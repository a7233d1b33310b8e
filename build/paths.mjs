// Where things are. Node built-ins only: start and test run before node_modules exists.
import { fileURLToPath } from 'node:url';

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The build for Electron 9.4.1, which only the smoke test uses. */
export const electron9Folder = `${root}out/dist-electron9`;

/** The unpacked Electron 9.4.1 that `test/electron/electron9/fetch.sh` unpacks. */
export const electron9Binary = `${root}out/electron9/electron`;
