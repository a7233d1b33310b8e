import { isRecurrent, isStateful, layerKindOf, type VersionRule, versionDefault } from '../../layers/index.ts';
import { computable, type LayerNode, type Model } from '../../model/index.ts';
import type { Producer } from '../../read/index.ts';
import { literal, table } from './python-text.ts';

/** What releases do differently with masks, and the layers that it concerns. */
const OF_MASKS: readonly (readonly [rule: VersionRule, concerns: (layer: LayerNode) => boolean])[] = [
  ['masked_output', (layer) => isRecurrent(layerKindOf(layer.className))],
  ['rnn_passes_mask', (layer) => isRecurrent(layerKindOf(layer.className)) || layer.className === 'TimeDistributed'],
  ['bidirectional_zeroes_masked', (layer) => layer.className === 'Bidirectional'],
  ['softmax_hides', (layer) => layer.className === 'Softmax'],
  ['preprocessing_passes_mask', (layer) => layer.className === 'Normalization' || layer.className === 'Rescaling'],
  ['states_hide_mask', (layer) => layer.calls.some(({ states }) => states.length > 0)],
  ['time_distributed_mask', (layer) => layer.className === 'TimeDistributed'],
  [
    'merged_mask',
    (layer) => ['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot'].includes(layer.className),
  ],
];

/** Releases that a script may meet, by the word that it has for them. */
const RELEASES: Readonly<Record<string, Producer>> = {
  '2': { name: 'keras', version: '2.15.0' },
  '3': { name: 'keras', version: '3.15.1' },
  '3.16': { name: 'keras', version: '3.16.0' },
};

/** What they do differently without any. */
const OTHERS: typeof OF_MASKS = [
  ['stateful_keeps_states', (layer) => layer.settings['stateful']?.value === true && layer.calls.some(({ states }) => states.length > 0)],
  ['time_distributed_states', (layer) => layer.className === 'TimeDistributed' && carriesStates(layer)],
];

/** True for a layer whose next use starts from the states that the last one left, or a layer around one. */
export function carriesStates(layer: LayerNode): boolean {
  const kind = layerKindOf(layer.className);
  return kind !== null && isStateful(computable(kind, layer, { name: 'keras', version: null }));
}

/** The table `RULES`: those that the release that wrote the file does not share with all of today's. */
export function releaseRules(model: Model, layers: ReadonlySet<LayerNode>): string {
  const makesMask = (layer: LayerNode): boolean => layer.className === 'Masking' || layer.settings['mask_zero']?.value === true;
  const rules = [...OTHERS, ...([...layers].some(makesMask) ? OF_MASKS : [])];
  const entries = rules.flatMap(([rule, concerns]) => {
    const concerned = [...layers].filter(concerns);
    const own = versionDefault(rule, model.producer);
    const shared = Object.fromEntries(Object.entries(RELEASES).map(([name, release]) => [name, versionDefault(rule, release) === own]));
    if (concerned.length === 0 || Object.values(shared).every(Boolean)) return [];
    return [literal([rule, concerned.map((layer) => layer.name), shared])];
  });
  return `# Where the Keras that wrote the file and others go apart: [rule, layers, which Keras agrees].\n${table('RULES', entries, '[]')}`;
}
