import type { Port } from '../../core/session/index.ts';

/** A message port or worker as the core's `Port`. Plain data only: nothing is transferred. */
export function portOf(end: MessagePort | Worker): Port {
  return {
    post: (message) => {
      end.postMessage(message);
    },
    listen: (receive) => {
      end.onmessage = (event: MessageEvent<unknown>) => {
        receive(event.data); // setting onmessage also starts a MessagePort
      };
    },
    close: () => {
      if (end instanceof Worker) end.terminate();
      else end.close();
    },
  };
}
