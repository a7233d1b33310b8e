// TEST ONLY. What the sources use and Node 12.14 lacks, in main and in the worker.
import './globals-language.ts';
import { performance } from 'node:perf_hooks';
import { deserialize, serialize } from 'node:v8';

const g = globalThis as Record<string, unknown>;
g.performance ??= performance;
g.structuredClone ??= (value: unknown) => deserialize(serialize(value)) as unknown;
g.atob ??= (text: string) => Buffer.from(text, 'base64').toString('latin1');
g.btoa ??= (text: string) => Buffer.from(text, 'latin1').toString('base64');

/** Only what `protocol.handle` answers with: a status, headers and one body. */
g.Response ??= class {
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(
    readonly body: Uint8Array | string | null,
    init: { status?: number; headers?: Record<string, string> } = {},
  ) {
    this.status = init.status ?? 200;
    this.headers = init.headers ?? {};
  }
};
