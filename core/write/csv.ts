import type { Tensor } from '../tensor/index.ts';
import { encodePieces, numberText } from './numbers.ts';

/**
 * Named arrays of a trace as a table: one row per layer, sample, timestep and unit, one column per signal. A layer has no cell where it has
 * no such signal; an array without a time axis has rows of its own with an empty timestep. A mask stands in the last column of all rows of
 * its layer, and of its parts (`bidirectional/forward`). NaN and infinities are spelled out, never blank.
 */
export function writeCsv(arrays: Iterable<readonly [name: string, tensor: Tensor]>): Uint8Array {
  const blocks = groupRows(arrays);
  const columns = [...new Set(blocks.flatMap((block) => [...block.signals.keys()]))];
  return encodePieces(tablePieces(blocks, columns));
}

/** Arrays of one layer whose rows coincide. */
interface RowBlock {
  readonly layer: string;
  readonly samples: number;
  /** null: no time axis. */
  readonly timesteps: number | null;
  readonly units: number;
  readonly signals: Map<string, Tensor['data']>;
  /** (samples, timesteps), the same for all units. */
  mask: Tensor['data'] | null;
}

function groupRows(arrays: Iterable<readonly [string, Tensor]>): RowBlock[] {
  const blocks = new Map<string, RowBlock>();
  const masks: { readonly layer: string; readonly tensor: Tensor }[] = [];
  for (const [name, tensor] of arrays) {
    const { layer, signal } = splitName(name);
    if (signal === 'mask') {
      masks.push({ layer, tensor });
      continue;
    }
    const { shape, data } = tensor;
    const samples = shape[0] ?? 1;
    const timesteps = shape.length >= 3 ? (shape[1] ?? 0) : null;
    const rows = samples * (timesteps ?? 1);
    const units = rows === 0 ? 0 : data.length / rows;
    const key = JSON.stringify([layer, samples, timesteps, units]);
    const block = blocks.get(key) ?? { layer, samples, timesteps, units, signals: new Map<string, Tensor['data']>(), mask: null };
    block.signals.set(signal, data);
    blocks.set(key, block);
  }
  const found = [...blocks.values()];
  return [...found, ...masks.flatMap((mask) => placeMask(found, mask))];
}

/** Puts a mask beside the signals of its layer; rows of its own, one per timestep, where the table holds none. Writes `mask` of the blocks. */
function placeMask(blocks: readonly RowBlock[], { layer, tensor }: { readonly layer: string; readonly tensor: Tensor }): RowBlock[] {
  const [samples = 0, timesteps = 0] = tensor.shape;
  const beside = blocks.filter(
    (block) => (block.layer === layer || block.layer.startsWith(`${layer}/`)) && block.samples === samples && block.timesteps === timesteps,
  );
  for (const block of beside) block.mask = tensor.data;
  return beside.length > 0 ? [] : [{ layer, samples, timesteps, units: 1, signals: new Map<string, Tensor['data']>(), mask: tensor.data }];
}

const RECORDED = /^(?:i|f|g|o|c|h|z|r|mask|output(?::\d+)?)$/;

/** `lstm/f` → layer `lstm`, signal `f`. The model's own arrays stand in the columns `input` and `output`, with their whole name as layer. */
function splitName(name: string): { layer: string; signal: string } {
  const slash = name.lastIndexOf('/');
  if (slash >= 0 && RECORDED.test(name.slice(slash + 1))) return { layer: name.slice(0, slash), signal: name.slice(slash + 1) };
  const [own] = name.split('/', 1);
  if (own === 'input' || own === 'output') return { layer: name === own ? '' : name, signal: own };
  return { layer: slash < 0 ? '' : name.slice(0, slash), signal: name.slice(slash + 1) };
}

function* tablePieces(blocks: readonly RowBlock[], columns: readonly string[]): Generator<string> {
  const isMasked = blocks.some((block) => block.mask !== null);
  yield ['layer', 'sample', 'timestep', 'unit', ...[...columns, ...(isMasked ? ['mask'] : [])].map(textCell)].join(',') + '\n';
  for (const block of blocks) {
    const layer = textCell(block.layer);
    const signals = columns.map((column) => block.signals.get(column));
    let at = 0;
    for (let sample = 0; sample < block.samples; sample++) {
      for (let timestep = 0; timestep < (block.timesteps ?? 1); timestep++) {
        const start = `${layer},${sample},${block.timesteps === null ? '' : timestep},`;
        const counts = block.mask?.[sample * (block.timesteps ?? 1) + timestep];
        const end = isMasked ? `,${counts ?? ''}\n` : '\n';
        for (let unit = 0; unit < block.units; unit++, at++) yield rowText(start + String(unit), signals, at) + end;
      }
    }
  }
}

function rowText(start: string, signals: readonly (Tensor['data'] | undefined)[], at: number): string {
  let row = start;
  for (const data of signals) row += data === undefined ? ',' : `,${numberText(data[at] ?? NaN)}`;
  return row;
}

/** Text from a file, quoted, and never a formula for a spreadsheet: a leading = + - @, tab or return is put behind an apostrophe. */
function textCell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}
