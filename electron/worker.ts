import { parentPort } from 'node:worker_threads';
import { type Port, serve } from '../core/session/index.ts';
import type { Control } from './channels.ts';
import { GrantedFiles } from './granted-files.ts';

const files = new GrantedFiles();
const early: unknown[] = [];
let receive = (message: unknown): void => {
  early.push(message);
};

parentPort?.on('message', (message: Control) => {
  if (message.type === 'grant') files.grant(message.token, message.path);
  else receive(message.message);
});

const port: Port = {
  post: (message) => parentPort?.postMessage(message),
  listen: (listener) => {
    receive = listener;
    for (const message of early.splice(0)) listener(message);
  },
  close: () => parentPort?.close(),
};
serve(port, { openFile: (ref) => files.openFile(ref) });
