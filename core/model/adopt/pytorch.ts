import { phrase } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { Candidate } from '../infer/bag.ts';
import { transposed } from './converted.ts';
import { isRecurrentModule, type ModuleArrays, recurrentCandidates } from './pytorch-recurrent.ts';

/** Layers of a PyTorch state dict in Keras' terms, and the keys that belong to none of them. */
export interface PytorchLayers {
  readonly candidates: readonly Candidate[];
  readonly unclaimed: readonly string[];
}

/** A key of a PyTorch module: `lstm.weight_ih_l0`, `fc.weight`. Keras has no array of these names. */
const PYTORCH_KEY = /(?:(?:^|\.)weight_(?:ih|hh)(?:_l\d+)?(?:_reverse)?|\.weight)$/;
const EPSILON = { value: 1e-5, note: phrase('note-pytorch-default') };

/** Whether array names are those of a PyTorch state dict. */
export function isPytorchState(keys: readonly string[]): boolean {
  return keys.some((key) => PYTORCH_KEY.test(key));
}

/**
 * Layers of a state dict, in the order in which its modules come; arrays in Keras' order and orientation, computed when loaded.
 * `tensors[].path` is the key, `encoder.lstm.weight_ih_l0`: what stands before the last point is the module and names the layer.
 * A wrapper around everything (`module.`, `model.`, `_orig_mod.`) is left out of the names. Source: PyTorch 2 torch/nn/modules.
 * @throws `lstm-projection`, `weight-missing`, `shape-mismatch`
 */
export function pytorchLayers(tensors: readonly StoredTensor[]): PytorchLayers {
  const modules = modulesOf(tensors);
  const fed = new Set(tensors.flatMap((tensor) => (tensor.path.includes('weight_ih') ? [tensor.shape[1]] : [])));
  const candidates: Candidate[] = [];
  const unclaimed: string[] = [];
  for (const [module, arrays] of modules) {
    const layers = isRecurrentModule(arrays) ? recurrentCandidates(module, arrays) : plainLayer(module, arrays, fed);
    candidates.push(...layers);
    if (layers.length === 0) unclaimed.push(...[...arrays.values()].map((tensor) => tensor.path));
    else unclaimed.push(...[...arrays].flatMap(([key, tensor]) => (key === 'num_batches_tracked' ? [tensor.path] : [])));
  }
  return { candidates, unclaimed };
}

function modulesOf(tensors: readonly StoredTensor[]): ReadonlyMap<string | null, ModuleArrays> {
  const wrapper = /^(?:(?:module|model|_orig_mod)\.)+/.exec(tensors[0]?.path ?? '')?.[0] ?? '';
  const prefix = tensors.every((tensor) => tensor.path.startsWith(wrapper) && tensor.path.indexOf('.', wrapper.length) > 0) ? wrapper : '';
  const modules = new Map<string | null, Map<string, StoredTensor>>();
  for (const tensor of tensors) {
    const key = tensor.path.slice(prefix.length);
    const point = key.lastIndexOf('.');
    const module = point < 0 ? null : key.slice(0, point);
    const arrays = modules.get(module) ?? new Map<string, StoredTensor>();
    arrays.set(key.slice(point + 1), tensor);
    modules.set(module, arrays);
  }
  return modules;
}

/**
 * A module without a state of its own; none where its arrays are of no kind known here. `fed`: how many inputs the recurrent modules take,
 * which tells an Embedding (vocabulary, outputs) from a Linear without bias (outputs, inputs) where no name does.
 */
function plainLayer(module: string | null, arrays: ModuleArrays, fed: ReadonlySet<number>): readonly Candidate[] {
  const weight = arrays.get('weight');
  if (weight === undefined) return [];
  const bias = arrays.get('bias');
  const layer = (className: string | null, found: readonly StoredTensor[], settings: Candidate['settings'] = {}): readonly Candidate[] => [
    { name: module, className, tensors: bias === undefined ? found : [...found, bias], settings },
  ];
  if (weight.shape.length === 3) return layer('Conv1D', [transposed(weight, [2, 1, 0])]);
  if (weight.shape.length === 2) {
    const [rows, columns] = weight.shape;
    const isEmbedding = bias === undefined && (/emb/i.test(module ?? '') || (fed.has(columns) && !fed.has(rows)));
    return isEmbedding ? layer('Embedding', [weight]) : layer('Dense', [transposed(weight, [1, 0])]);
  }
  const mean = arrays.get('running_mean');
  const variance = arrays.get('running_var');
  if (mean !== undefined && variance !== undefined && bias !== undefined) {
    return [{ name: module, className: 'BatchNormalization', tensors: [weight, bias, mean, variance], settings: { epsilon: EPSILON } }];
  }
  return layer(null, [weight], bias === undefined ? {} : { epsilon: EPSILON });
}
