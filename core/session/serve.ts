import { LabError, labErrorData, type LabErrorData, ProtocolError, refuse } from '../errors/index.ts';
import type { ByteSource } from '../read/index.ts';
import { expectedArrays } from './expected-files.ts';
import { Lab } from './lab.ts';
import type { Progress } from './progress.ts';
import type { CoreMessage, FileRef, Port, Request } from './protocol.ts';
import { idOf, parseMessage } from './validate.ts';
import { watchedSource } from './watched-source.ts';

/** What a host gives the core: how to open a file that it was named. */
export interface CoreHost {
  /** @throws `read-failed` */
  openFile(ref: FileRef): ByteSource;
}

const HEARTBEAT_MS = 500;
/** Long work other than a run turns to the port after so many milliseconds. */
const TURN_MS = 16;
/** A file being read tells how far it is at most this often. */
const TELL_MS = 100;

/** Answers the requests of one port with one lab of its own, until the port closes. */
export function serve(port: Port, host: CoreHost): void {
  const lab = new Lab();
  const stops = new Map<number, { isAsked: boolean }>();
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
        const stop = stops.get(request.id);
        if (stop) stop.isAsked = true;
        return;
      }
      const value = isLong(request) ? await drive(request) : atOnce(request);
      post({ kind: 'reply', id: request.id, ok: true, value });
    } catch (error) {
      const id = idOf(message);
      if (id !== null) post({ kind: 'reply', id, ok: false, error: errorData(error) });
    }
  }

  /** Drives long work and turns to the port between its pieces. A newer run supersedes an older one. */
  async function drive(request: LongRequest): Promise<unknown> {
    const stop = { isAsked: false };
    stops.set(request.id, stop);
    if (request.type === 'run') {
      const older = running === null ? undefined : stops.get(running);
      if (older) older.isAsked = true;
      running = request.id;
    }
    let turnMs = performance.now();
    try {
      const work = begin(lab, host, request);
      for (;;) {
        const step = work.next(stop.isAsked ? 'stop' : 'go');
        if (step.done) return step.value;
        if (stop.isAsked && request.type !== 'run') refuse(ProtocolError, 'cancelled', null);
        if (performance.now() - turnMs < TURN_MS && request.type !== 'run') continue;
        post({ kind: 'progress', id: request.id, progress: step.value.of > 0 ? step.value.done / step.value.of : 0, ...step.value });
        await pause();
        turnMs = performance.now();
      }
    } finally {
      stops.delete(request.id);
      if (running === request.id) running = null;
    }
  }

  /** Answers without a turn in between. Its files tell how far they were read, so that the page hears of a slow one while it lasts. */
  function atOnce(request: Exclude<Request, LongRequest>): unknown {
    let done = 0;
    let of = 0;
    let toldMs = performance.now();
    let isOver = false;
    const tell = (bytes: number): void => {
      done = Math.min(of, done + bytes);
      if (isOver || performance.now() - toldMs < TELL_MS) return;
      toldMs = performance.now();
      post({ kind: 'progress', id: request.id, progress: done / of, done, of });
    };
    const openFile = (ref: FileRef): ByteSource => {
      const source = host.openFile(ref);
      of += source.size;
      return watchedSource(source, tell);
    };
    try {
      return handle(lab, { openFile }, request);
    } finally {
      isOver = true; // arrays of the model are read from the same files later
    }
  }
}

/** Requests whose work yields between its pieces. */
const LONG = ['run', 'guess', 'tryAnswers', 'weightStats', 'fileHashes', 'save'] as const;

type LongRequest = Extract<Request, { type: (typeof LONG)[number] }>;

function isLong(request: Request): request is LongRequest {
  return (LONG as readonly string[]).includes(request.type);
}

/** Work that yields between its pieces. */
function begin(lab: Lab, host: CoreHost, request: LongRequest): Generator<Progress, unknown, 'go' | 'stop'> {
  switch (request.type) {
    case 'run':
      return lab.run(request.body.precision);
    case 'guess':
      return lab.guess(expectedArrays(request.body.expected.map((file) => host.openFile(file))), request.body.tolerance);
    case 'tryAnswers':
      return lab.tryAnswers(request.body.id, request.body.values);
    case 'weightStats':
      return lab.weightStats(request.body.layer) as Generator<Progress, unknown, unknown>; // as: it takes no notice of what is passed in
    case 'fileHashes':
      return lab.fileHashes() as Generator<Progress, unknown, unknown>; // as: see above
    case 'save':
      return lab.save(request.body, new Date()) as Generator<Progress, unknown, unknown>; // as: see above
  }
}

/** Lets the messages that wait at the port in. A timer, not a microtask: only that gives the port its turn. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Everything else: answered in one go. */
function handle(lab: Lab, host: CoreHost, request: Exclude<Request, LongRequest>): unknown {
  const sources = (files: readonly FileRef[]): readonly ByteSource[] => files.map((file) => host.openFile(file));
  switch (request.type) {
    case 'examples':
      return lab.examples();
    case 'open':
      return request.body.structureOnly === true ? lab.openStructure(sources(request.body.files)) : lab.open(sources(request.body.files));
    case 'example':
      return lab.example(request.body.name, request.body.sequence);
    case 'newLayer':
      return lab.newLayer(request.body);
    case 'weights':
      return lab.weights(request.body.layer);
    case 'inspect':
      return lab.inspect(sources(request.body.files));
    case 'curves':
      return lab.curves(request.body.names);
    case 'setWeights':
      return lab.setWeights(request.body.layer, request.body.weight, request.body.text);
    case 'answer':
      return lab.answer(request.body.id, request.body.value);
    case 'bringOutput':
      return lab.bringOutput(request.body.layer, request.body.files && sources(request.body.files));
    case 'setSequence': {
      const { source, columns, carriesOn = false } = request.body;
      const card =
        source.kind === 'text' ? lab.setSequenceText(source.text, columns) : lab.setSequenceFiles(sources(source.files), columns);
      return carriesOn ? lab.carryOn() : card;
    }
    case 'carry':
      return lab.carry(request.body.states);
    case 'setState':
      return lab.setState(request.body);
    case 'series':
      return lab.series(request.body.window, request.body.pixels);
    case 'values':
      return lab.values(request.body.window);
    case 'check':
      return lab.check(expectedArrays(sources(request.body.expected)), request.body);
    case 'explain':
      return lab.explain(request.body);
  }
}

/** Refusals keep their code; anything else is a defect of ours and says so. */
function errorData(error: unknown): LabErrorData {
  if (error instanceof LabError) return error.toData();
  return labErrorData('internal', null, { reason: error instanceof Error ? error.message : String(error) });
}
