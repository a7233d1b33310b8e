import { ModelError, refuse } from '../../errors/index.ts';
import type { WeightFile } from '../../read/index.ts';
import { graphOf } from '../config/parse.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { adoptFrugallyDeep } from './frugally-deep.ts';
import { adoptGuitarml } from './guitarml.ts';
import { adoptKerasLegacy } from './keras-legacy.ts';
import { adoptKerasV3 } from './keras-v3.ts';
import { adoptRtneural } from './rtneural.ts';
import { adoptSafetensors } from './safetensors.ts';
import { adoptTfjs } from './tfjs.ts';

/** Turns the groups of a file into layers with their arrays, by the rules of its format: one file per format. */
export function adopt(file: WeightFile, answers: Answers): Adopted {
  switch (file.format) {
    case 'keras-v3':
      return adoptKerasV3(file, graphOf(file.config));
    case 'keras-legacy':
    case 'by-hand':
      return adoptKerasLegacy(file, graphOf(file.config));
    case 'safetensors':
      return adoptSafetensors(file, answers);
    case 'tfjs':
      return adoptTfjs(file, answers);
    case 'rtneural':
      return adoptRtneural(file);
    case 'guitarml':
      return adoptGuitarml(file);
    case 'frugally-deep':
      return adoptFrugallyDeep(file);
    default:
      return refuse(ModelError, 'config-invalid', null, { reason: `files of the format ${file.format} are not read yet` });
  }
}
