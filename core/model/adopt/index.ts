import type { WeightFile } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { LayerSpec } from '../config/graph-spec.ts';
import { adoptKerasLegacy } from './keras-legacy.ts';
import { adoptKerasV3 } from './keras-v3.ts';

/** Arrays of each layer, by its name, in Keras' order; and the groups that no layer claimed. */
export interface Adopted {
  readonly arrays: ReadonlyMap<string, readonly StoredTensor[]>;
  readonly unclaimed: readonly string[];
}

/** Gives each layer of the configuration its arrays, by the rules of the file's format. */
export function adopt(file: WeightFile, layers: readonly LayerSpec[]): Adopted {
  switch (file.format) {
    case 'keras-v3':
      return adoptKerasV3(file, layers);
    case 'keras-legacy':
    case 'by-hand':
      return adoptKerasLegacy(file, layers);
  }
}
