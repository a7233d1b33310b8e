import type { WeightFile } from '../../read/index.ts';
import { flatten } from '../config/flatten.ts';
import { graphOf } from '../config/parse.ts';
import { inferLayers } from '../infer/infer-layers.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { adoptArrays, adoptArraysFor } from './arrays.ts';
import { adoptFrugallyDeep } from './frugally-deep.ts';
import { adoptGuitarml } from './guitarml.ts';
import { adoptKerasLegacy } from './keras-legacy.ts';
import { adoptKerasV3 } from './keras-v3.ts';
import { adoptOnnx } from './onnx.ts';
import { adoptRtneural } from './rtneural.ts';
import { adoptSafetensors } from './safetensors.ts';
import { adoptCheckpoint } from './tf-checkpoint.ts';
import { adoptTfjs } from './tfjs.ts';
import { legacyBag } from './legacy-bag.ts';
import { storeBag } from './store-bag.ts';
import { inTodaysForm } from './todays-arrays.ts';
import { withKernelsTurned } from './turned-kernels.ts';

/** Turns the groups of a file into layers with their arrays, by the rules of its format: one file per format. */
export function adopt(file: WeightFile, answers: Answers): Adopted {
  const hasConfig = file.config !== null;
  switch (file.format) {
    case 'keras-v3':
    case 'keras-v3-weights':
    case 'keras-v3-shards':
      return hasConfig ? adoptKerasV3(file, graphOf(file.config)) : inferLayers(storeBag(file), file.producer, answers);
    case 'keras-legacy':
    case 'keras-legacy-weights':
    case 'by-hand': {
      const adopted = hasConfig ? adoptKerasLegacy(file, graphOf(file.config)) : inferLayers(legacyBag(file), file.producer, answers);
      return file.producer.backend === 'theano' ? withKernelsTurned(adopted) : adopted;
    }
    case 'npz':
    case 'npy':
    case 'json-weights':
      return hasConfig ? adoptArraysFor(file, graphOf(file.config)) : adoptArrays(file, answers);
    case 'safetensors':
      return adoptSafetensors(file, answers);
    case 'onnx':
      return adoptOnnx(file, answers);
    case 'tf-checkpoint':
      return adoptCheckpoint(file, answers);
    case 'tfjs':
      return adoptTfjs(file, answers);
    case 'rtneural':
      return adoptRtneural(file);
    case 'guitarml':
      return adoptGuitarml(file);
    case 'frugally-deep':
      return adoptFrugallyDeep(file);
    case 'keras-config':
      return { ...inTodaysForm(flatten(graphOf(file.config)), new Map()), unclaimed: [], questions: [], warnings: [] };
  }
}
