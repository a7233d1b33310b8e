import { ModelError, refuse } from '../../errors/index.ts';
import type { Producer } from '../../read/index.ts';
import type { Adopted } from '../adopt/adopted.ts';
import type { Answers } from '../model.ts';
import type { Bag } from './bag.ts';

/** Works out the layers of a file that holds weights only. @throws `config-invalid` */
export function inferLayers(_bag: Bag, _producer: Producer, _answers: Answers): Adopted {
  return refuse(ModelError, 'config-invalid', null, { reason: 'the file holds weights only' });
}
