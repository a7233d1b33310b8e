import { LabError, labErrorData, type LabErrorData } from '../errors/index.ts';
import type { ByteSource } from '../read/index.ts';
import { Lab } from './lab.ts';
import type { CoreMessage, FileRef, Port, Request } from './protocol.ts';
import { idOf, parseMessage } from './validate.ts';

/** What a host gives the core: how to open a file that it was named. */
export interface CoreHost {
  /** @throws `read-failed` */
  openFile(ref: FileRef): ByteSource;
}

const HEARTBEAT_MS = 500;

/** Answers the requests of one port with one lab of its own, until the port closes. */
export function serve(port: Port, host: CoreHost): void {
  const lab = new Lab();
  const cancelled = new Set<number>();
  let running: number | null = null;
  const post = (message: CoreMessage): void => {
    port.post(message);
  };
  setInterval(() => {
    post({ kind: 'heartbeat' });
  }, HEARTBEAT_MS);

  port.listen((message) => {
    void answer(message);
  });

  async function answer(message: unknown): Promise<void> {
    try {
      const request = parseMessage(message);
      if (request.type === 'cancel') {
        if (request.id === running) cancelled.add(request.id);
        return;
      }
      const value = request.type === 'run' ? await run(request) : handle(lab, host, request);
      post({ kind: 'reply', id: request.id, ok: true, value });
    } catch (error) {
      const id = idOf(message);
      if (id !== null) post({ kind: 'reply', id, ok: false, error: errorData(error) });
    }
  }

  /** Drives a run and turns to the port between its chunks. A newer run supersedes an older one. */
  async function run(request: Extract<Request, { type: 'run' }>): Promise<unknown> {
    if (running !== null) cancelled.add(running);
    running = request.id;
    const steps = lab.run(request.body.precision);
    try {
      for (;;) {
        const step = steps.next(cancelled.has(request.id) ? 'stop' : 'go');
        if (step.done) return step.value;
        post({ kind: 'progress', id: request.id, progress: step.value.done / step.value.of, ...step.value });
        await pause();
      }
    } finally {
      cancelled.delete(request.id);
      if (running === request.id) running = null;
    }
  }
}

/** Lets the messages that wait at the port in. A timer, not a microtask: only that gives the port its turn. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Everything but `run`: answered in one go. */
function handle(lab: Lab, host: CoreHost, request: Exclude<Request, { type: 'run' }>): unknown {
  const sources = (files: readonly FileRef[]): readonly ByteSource[] => files.map((file) => host.openFile(file));
  switch (request.type) {
    case 'examples':
      return lab.examples();
    case 'open':
      return lab.open(sources(request.body.files));
    case 'example':
      return lab.example(request.body.name, request.body.sequence);
    case 'newLayer':
      return lab.newLayer(request.body);
    case 'weights':
      return lab.weights(request.body.layer);
    case 'setWeights':
      return lab.setWeights(request.body.layer, request.body.weight, request.body.text);
    case 'answer':
      return lab.answer(request.body.id, request.body.value);
    case 'setSequence':
      return request.body.source.kind === 'text'
        ? lab.setSequenceText(request.body.source.text)
        : lab.setSequenceFiles(sources(request.body.source.files));
    case 'setState':
      return lab.setState(request.body);
    case 'series':
      return lab.series(request.body.window, request.body.pixels);
    case 'values':
      return lab.values(request.body.window);
    case 'save':
      return lab.saveWeights(request.body.format);
    case 'explain':
      return lab.explain(request.body);
  }
}

/** Refusals keep their code; anything else is a defect of ours and says so. */
function errorData(error: unknown): LabErrorData {
  if (error instanceof LabError) return error.toData();
  return labErrorData('internal', null, { reason: error instanceof Error ? error.message : String(error) });
}
