import * as v from 'valibot';
import { ProtocolError, refuse } from '../errors/index.ts';
import type { CancelMessage, Request, RequestType } from './protocol.ts';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(4096));
const text = v.pipe(v.string(), v.maxLength(64 << 20));

const fileRef = v.variant('kind', [
  v.strictObject({ kind: v.literal('token'), token: name }),
  v.strictObject({ kind: v.literal('bytes'), name, bytes: v.instance(Uint8Array) }),
  v.strictObject({ kind: v.literal('blob'), name, blob: v.unknown() }),
]);
const files = v.pipe(v.array(fileRef), v.minLength(1), v.maxLength(1000));
const window = v.strictObject({
  layer: name,
  signal: name,
  sample: index,
  units: v.union([v.literal('all'), v.pipe(v.array(index), v.maxLength(65536))]),
  from: index,
  to: index,
});
const bound = v.pipe(v.number(), v.finite(), v.minValue(0));
const answer = v.nullable(v.union([name, v.number(), v.boolean()]));
const state = v.pipe(v.array(v.number()), v.maxLength(65536));
const tensor = v.pipe(
  v.strictObject({ shape: v.tuple([index, index]), data: v.union([v.instance(Float32Array), v.instance(Float64Array)]) }),
  v.check(({ shape, data }) => data.length === shape[0] * shape[1], 'a state of another size than its shape'),
);

/** What each request may carry; anything else is refused before a room sees it. */
const BODIES = {
  examples: v.strictObject({}),
  open: v.strictObject({ files, structureOnly: v.optional(v.boolean()) }),
  example: v.strictObject({ name, sequence: v.optional(name) }),
  newLayer: v.strictObject({ className: name, settings: v.record(name, v.unknown()), features: v.number(), seed: v.number() }),
  weights: v.strictObject({ layer: name }),
  weightStats: v.strictObject({ layer: name }),
  fileHashes: v.strictObject({}),
  inspect: v.strictObject({ files }),
  curves: v.strictObject({ names: v.pipe(v.array(name), v.maxLength(32)) }),
  setWeights: v.strictObject({ layer: name, weight: name, text }),
  answer: v.strictObject({ id: name, value: answer }),
  tryAnswers: v.strictObject({ id: name, values: v.pipe(v.array(answer), v.minLength(1), v.maxLength(64)) }),
  bringOutput: v.strictObject({ layer: name, files: v.nullable(files) }),
  setSequence: v.strictObject({
    source: v.variant('kind', [v.strictObject({ kind: v.literal('text'), text }), v.strictObject({ kind: v.literal('files'), files })]),
    columns: v.optional(v.pipe(v.array(name), v.minLength(1), v.maxLength(4096))),
    carriesOn: v.optional(v.boolean()),
  }),
  carry: v.strictObject({ states: v.pipe(v.array(v.strictObject({ layer: name, states: v.array(tensor) })), v.maxLength(4096)) }),
  setState: v.strictObject({ layer: name, states: v.record(name, state) }),
  run: v.strictObject({ precision: v.picklist(['f32', 'f64']) }),
  guess: v.strictObject({ expected: files, tolerance: v.pipe(v.number(), v.minValue(0)) }),
  series: v.strictObject({ window, pixels: v.pipe(v.number(), v.minValue(1)) }),
  values: v.strictObject({ window }),
  check: v.strictObject({ expected: files, absolute: bound, relative: bound }),
  save: v.variant('what', [
    v.strictObject({ what: v.literal('weights'), format: v.picklist(['npz', 'weights.h5']) }),
    v.strictObject({ what: v.literal('certificate') }),
    v.strictObject({ what: v.literal('rebuild') }),
  ]),
  explain: v.strictObject({ layer: name, sample: index, unit: index, timestep: index }),
} as const satisfies Record<RequestType, v.GenericSchema>;

const envelope = v.object({
  id: v.pipe(v.number(), v.integer()),
  type: v.picklist([...(Object.keys(BODIES) as RequestType[]), 'cancel']),
  body: v.optional(v.unknown()),
});

/** The id of any message that has one, so that even a refusal finds its asker. */
export function idOf(message: unknown): number | null {
  const parsed = v.safeParse(v.object({ id: v.number() }), message);
  return parsed.success ? parsed.output.id : null;
}

/** A message from a host, checked against the table. @throws `message-invalid` */
export function parseMessage(message: unknown): Request | CancelMessage {
  const outer = v.safeParse(envelope, message);
  if (!outer.success) return refuse(ProtocolError, 'message-invalid', null, { reason: outer.issues[0].message });
  const { id, type } = outer.output;
  if (type === 'cancel') return { id, type };
  const body = v.safeParse(BODIES[type], outer.output.body);
  if (!body.success) return refuse(ProtocolError, 'message-invalid', type, { reason: `${type}: ${body.issues[0].message}` });
  return { id, type, body: body.output } as Request; // as: the schema of `type` has just accepted the body
}
