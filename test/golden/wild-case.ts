import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { bufferSource, type ByteSource } from '../../core/read/index.ts';
import { Lab } from '../../core/session/lab.ts';
import { CORPUS } from './golden-case.ts';
import type { ReferenceArray } from './npz.ts';

/** Models of the shared corpus from public repositories; the corpus is not part of the repository. */
export const WILD = CORPUS.replace(/golden\/$/, 'wild/');

/** `case.json` of such a model, as the corpus' own script writes it. */
export interface WildCase {
  readonly name: string;
  readonly files: readonly { readonly file: string }[];
  readonly inputs: readonly { readonly name: string; readonly file: string }[];
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly recurrent_layers: readonly { readonly name: string }[];
  readonly tolerance: { readonly abs: number; readonly rel: number };
  /** The arrays that count, where not all do. */
  readonly compare?: readonly string[];
}

/**
 * References that were computed with another release than the one that wrote the file, where the two differ: a Bidirectional of standalone
 * Keras 2.3.1 repeats its output at masked steps, the tf.keras of the reference returns zeros there.
 */
const COMPUTED_BY: Readonly<Record<string, string>> = { 'drgoulet-codon-bigru': '2.15.0' };

export function wildCases(): WildCase[] {
  const names = readdirSync(WILD).filter((name) => existsSync(`${WILD}${name}/case.json`));
  return names.map((name) => JSON.parse(readFileSync(`${WILD}${name}/case.json`, 'utf8')) as WildCase); // as: see the type
}

export function wildFile({ name }: WildCase, file: string): Uint8Array {
  return new Uint8Array(readFileSync(`${WILD}${name}/${file}`));
}

/** The model with its input, ready to run. */
export function openWild(wild: WildCase): Lab {
  const source = (file: string): ByteSource => bufferSource(file, wildFile(wild, file));
  const models = wild.files.map(({ file }) => file).filter((file) => !file.endsWith('.csv'));
  const hasArchitecture = existsSync(`${WILD}${wild.name}/assumed_architecture.json`);
  const lab = new Lab();
  lab.open([...models, ...(hasArchitecture ? ['assumed_architecture.json'] : [])].map(source));
  if (wild.name in COMPUTED_BY) lab.answer('keras', COMPUTED_BY[wild.name]);
  const order = lab.card.model.inputs.map(({ name }) => name);
  const inputs = [...wild.inputs].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  lab.setSequenceFiles(inputs.map(({ file }) => source(file)));
  return lab;
}

/** Reference arrays under the names of a trace here. Files that name no layers name the recurrent ones by their place. */
export function wildNames(wild: WildCase, lab: Lab, references: ReadonlyMap<string, ReferenceArray>): ReadonlyMap<string, ReferenceArray> {
  const { layers, outputs } = lab.card.model;
  const recurrent = layers.filter((layer) => layer.parts.length > 0);
  const named = new Map(
    wild.recurrent_layers.map(({ name }, place) => [
      name,
      layers.find((layer) => layer.name === name)?.name ?? recurrent[place]?.name ?? name,
    ]),
  );
  const chosen = [...references].filter(([array]) => wild.compare?.includes(array) ?? true);
  return new Map(
    chosen.map(([array, reference]) => {
      const [layer = '', signal] = array.split('/');
      const output = /^output_(\d+)$/.exec(layer);
      if (output !== null) return [`output/${outputs[Number(output[1])]?.layer ?? ''}`, reference];
      if (signal === undefined) return [array, reference];
      return [`${named.get(layer) ?? layer}/${signal.replace(/^state_(\d+)$/, 'output:$1')}`, reference];
    }),
  );
}
