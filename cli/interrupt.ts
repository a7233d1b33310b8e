/** The user pressed Ctrl-C: exit status 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Listens for Ctrl-C until `end`; outside of it the signal ends the process at once. */
export function listenForInterrupt(): { readonly asked: Promise<void>; isAsked(): boolean; end(): void } {
  let isAsked = false;
  let resolve = (): void => undefined;
  const asked = new Promise<void>((settle) => (resolve = settle));
  const onSignal = (): void => {
    isAsked = true;
    resolve();
  };
  process.on('SIGINT', onSignal);
  return { asked, isAsked: () => isAsked, end: () => void process.off('SIGINT', onSignal) };
}
