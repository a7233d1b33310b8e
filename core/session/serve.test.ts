import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeNpz } from '../write/index.ts';
import { bufferSource, LabClient, type Port, serve } from './index.ts';

/** Two ends of a channel in memory; messages are cloned, as every real port clones them. */
function portPair(): [Port, Port] {
  const end = (): { port: Port; deliver: (message: unknown) => void; other: { deliver: (message: unknown) => void } | null } => {
    let receive: (message: unknown) => void = () => undefined;
    const self: ReturnType<typeof end> = {
      deliver: (message) => {
        const copy: unknown = structuredClone(message);
        setTimeout(() => {
          receive(copy);
        }, 0);
      },
      other: null,
      port: {
        post: (message) => self.other?.deliver(message),
        listen: (listener) => {
          receive = listener;
        },
        close: () => {
          receive = () => undefined;
        },
      },
    };
    return self;
  };
  const a = end();
  const b = end();
  a.other = b;
  b.other = a;
  return [a.port, b.port];
}

function lab(): { client: LabClient; port: Port } {
  const [host, core] = portPair();
  serve(core, {
    openFile: (ref) => {
      if (ref.kind !== 'bytes') throw new Error('this test sends bytes');
      return bufferSource(ref.name, ref.bytes);
    },
  });
  return { client: new LabClient(host), port: host };
}

test('the by-hand experiment gives h = [0, 4, 0] and c = [0, 4, 1] in both precisions', async () => {
  const { client } = lab();
  await client.request('example', { name: 'by-hand' });
  for (const precision of ['f32', 'f64'] as const) {
    await client.request('run', { precision });
    const state = async (signal: string): Promise<number[]> => [
      ...(await client.request('values', { window: { layer: 'lstm', signal, sample: 0, units: 'all', from: 0, to: 1 } })),
    ];
    expect(await state('h')).toEqual([0, 4, 0]);
    expect(await state('c')).toEqual([0, 4, 1]);
  }
});

test('the hand calculation of unit 1 adds up to what ran', async () => {
  const { client } = lab();
  await client.request('example', { name: 'by-hand' });
  await client.request('run', { precision: 'f32' });
  const hand = await client.request('explain', { layer: 'lstm', sample: 0, unit: 1, timestep: 0 });
  expect(hand.gates.map((gate) => [gate.letter, gate.sums.z, gate.value])).toEqual([
    ['i', 2, 2],
    ['f', 1, 1],
    ['g', 2, 2],
    ['o', 1, 1],
  ]);
  expect(hand.steps.map((step) => step.value)).toEqual([4, 4]);
});

test('typed weights run at once, and a wrong shape leaves the old ones', async () => {
  const { client } = lab();
  await client.request('example', { name: 'by-hand' });
  await client.request('setWeights', { layer: 'lstm', weight: 'bias', text: '[3 1 0 1 1 0 0 1 0 2 0 1]' });
  await client.request('run', { precision: 'f32' });
  const window = { layer: 'lstm', signal: 'h', sample: 0, units: 'all', from: 0, to: 1 } as const;
  expect([...(await client.request('values', { window }))]).toEqual([0, 4, 1]);
  await expect(client.request('setWeights', { layer: 'lstm', weight: 'bias', text: '[1, 2]' })).rejects.toMatchObject({
    code: 'shape-mismatch',
  });
  const weights = await client.request('weights', { layer: 'lstm' });
  expect(weights.find((weight) => weight.name === 'bias')?.text).toBe(
    'array([3., 1., 0., 1., 1., 0., 0., 1., 0., 2., 0., 1.], dtype=float32)',
  );
});

test('what weights() prints is what setWeights() reads', async () => {
  const { client } = lab();
  await client.request('newLayer', { className: 'LSTM', settings: { units: 4 }, features: 3, seed: 5 });
  for (const { name, text } of await client.request('weights', { layer: 'lstm' })) {
    await client.request('setWeights', { layer: 'lstm', weight: name, text });
    expect((await client.request('weights', { layer: 'lstm' })).find((weight) => weight.name === name)?.text).toBe(text);
  }
});

test('a sequence with the wrong number of features is refused and the old one stays', async () => {
  const { client } = lab();
  await client.request('example', { name: 'by-hand' });
  await expect(client.request('setSequence', { source: { kind: 'text', text: '1 2 3\n4 5 6' } })).rejects.toBeDefined();
  await expect(client.request('setSequence', { source: { kind: 'text', text: '1,2,3\n4,5,6' } })).rejects.toMatchObject({
    code: 'seq-columns',
    where: 'typed, row 1',
    values: { found: 3, expected: 2 },
  });
  await expect(client.request('setSequence', { source: { kind: 'text', text: '[[1, 2, 3], [4, 5, 6]]' } })).rejects.toMatchObject({
    code: 'features-mismatch',
  });
  const { summary } = await client.request('run', { precision: 'f32' }).then((card) => ({ summary: card }));
  expect(summary.timesteps).toBe(1);
});

test('a run can be cancelled and tells how far it is', async () => {
  const { client } = lab();
  await client.request('newLayer', { className: 'LSTM', settings: { units: 64 }, features: 2, seed: 1 });
  const rows = Array.from({ length: 6000 }, (_, step) => `${Math.sin(step / 9)},${step % 2}`).join('\n');
  await client.request('setSequence', { source: { kind: 'text', text: rows } });
  const abort = new AbortController();
  const seen: number[] = [];
  const run = client.request(
    'run',
    { precision: 'f64' },
    {
      signal: abort.signal,
      onProgress: ({ progress }) => {
        seen.push(progress);
        abort.abort();
      },
    },
  );
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen[0]).toBeGreaterThan(0);
  expect(seen.at(-1)).toBeLessThan(1);
});

test('a search for the right settings answers over the port, tells how far it is and can be cancelled', async () => {
  const { client } = lab();
  await client.request('newLayer', { className: 'LSTM', settings: { units: 2 }, features: 2, seed: 1 });
  await client.request('setSequence', {
    source: { kind: 'text', text: Array.from({ length: 400 }, (_, step) => `${step % 3},1`).join('\n') },
  });
  const arrays = [['output', { shape: [1, 400, 2], data: new Float32Array(800).fill(9) }]] as const;
  const body = { expected: [{ kind: 'bytes', name: 'y.npz', bytes: writeNpz(arrays) }], tolerance: 1e-5 } as const;
  const abort = new AbortController();
  const seen: number[] = [];
  const onProgress = ({ progress, of }: { progress: number; of: number }): void => {
    seen.push(progress);
    expect(of).toBe(2160);
    if (seen.length > 2) abort.abort();
  };
  await expect(client.request('guess', body, { signal: abort.signal, onProgress })).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen.at(-1)).toBeLessThan(1);
  expect(await client.request('guess', { ...body, tolerance: 100 })).toMatchObject({ kind: 'right', tolerance: 100 });
  await expect(client.request('guess', { ...body, tolerance: -1 })).rejects.toMatchObject({ code: 'message-invalid' });
});

test('junk never stops the core', async () => {
  const { client, port } = lab();
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (junk) => {
      try {
        port.post(junk);
      } catch {
        // what cannot be cloned cannot be sent either
      }
    }),
    { numRuns: 500 },
  );
  for (const type of ['open', 'run', 'values', 'explain', 'newLayer', 'setSequence'] as const) {
    await expect(client.request(type, { window: 7, files: 'no' } as never)).rejects.toMatchObject({ code: 'message-invalid' });
  }
  expect(await client.request('examples', {})).not.toHaveLength(0);
});

test('statistics, hashes and curves come when asked, a tree also of a file that is refused', async () => {
  const { client } = lab();
  const bytes = new TextEncoder().encode('{"a": ');
  expect(await client.request('inspect', { files: [{ kind: 'bytes', name: 'a.json', bytes }] })).toMatchObject({
    trees: [{ name: 'a.json', problem: { code: 'json-syntax' } }],
    structure: null,
  });
  const { model } = await client.request('example', { name: 'by-hand' });
  const [kernel] = await client.request('weightStats', { layer: 'lstm' });
  expect(kernel?.blocks.map(({ gate }) => gate)).toEqual(['i', 'f', 'g', 'o']);
  const hashes = await client.request('fileHashes', {});
  expect(hashes).toHaveLength(model.files.length);
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  const [relu] = await client.request('curves', { names: ['relu'] });
  expect([relu?.values.length, relu?.values[0], relu?.values[100]]).toEqual([101, 0, 5]);
});

test('a slow file tells how far it was read before it is answered', async () => {
  const [host, core] = portPair();
  serve(core, {
    openFile: () => ({
      name: 'slow.h5',
      size: 1000,
      read: (_offset, length) => {
        const untilMs = performance.now() + 120;
        while (performance.now() < untilMs); // a disk that takes its time
        return new Uint8Array(length);
      },
    }),
  });
  const told: number[] = [];
  const opened = new LabClient(host).request(
    'open',
    { files: [{ kind: 'token', token: 't' }] },
    { onProgress: ({ done, of, progress }) => told.push(progress === done / of ? progress : NaN) },
  );
  await expect(opened).rejects.toMatchObject({ code: 'format-unknown' });
  expect(told.length).toBeGreaterThan(0);
  expect(told.every((share) => share > 0 && share <= 1)).toBe(true);
});

test('a check over the port names the worst place, and its certificate is saved as JSON', async () => {
  const { client } = lab();
  await client.request('example', { name: 'by-hand' });
  await client.request('run', { precision: 'f32' });
  const bytes = writeNpz([['lstm/h', { shape: [1, 1, 3], data: Float32Array.of(0, 4.5, 0) }]]);
  const result = await client.request('check', { expected: [{ kind: 'bytes', name: 'h.npz', bytes }], absolute: 1e-5, relative: 0 });
  expect(result).toMatchObject({ pass: false, maxAbs: 0.5, timesteps: 1, worst: { layer: 'lstm', signal: 'h', timestep: 0, unit: 1 } });
  const saved = await client.request('save', { what: 'certificate' });
  expect(saved.name).toBe('By-hand-three-units-whole-numbers.certificate.json');
  expect(JSON.parse(new TextDecoder().decode(saved.bytes))).toMatchObject({ check: { pass: false, maxAbs: 0.5 } });
});
