import { phrase } from '../../errors/index.ts';
import type { Producer } from '../../read/index.ts';
import type { Answers } from '../model.ts';
import { likelyFirst, type OpenQuestion } from './asking.ts';
import type { Placed } from './parse.ts';

/** Each stands for a family with the same defaults. */
const FAMILIES = ['3.15.1', '2.15.0', '2.2.4', '1.2.2'] as const;

/** Who wrote the file, where the arrays tell it: only Keras 1 kept an array per gate. */
export function toldProducer(producer: Producer, layers: readonly Placed[]): Producer {
  return producer.version === null && layers.some(isOfKeras1) ? { name: 'keras', version: '1.x' } : producer;
}

/** The version is worth a question where it decides a default, and no file or answer states it. */
export function producerQuestion(
  producer: Producer,
  layers: readonly Placed[],
  settings: readonly OpenQuestion[],
  answers: Answers,
): readonly OpenQuestion[] {
  const isOpen = producer.version === null || answers.has('keras');
  if (!isOpen || !settings.some(({ id }) => /\.(recurrent_activation|reset_after)$/.test(id))) return [];
  const isOld = layers.some(({ reading }) => (reading.inner ?? reading).settings.reset_after?.value === false);
  // Keras 3 writes no checkpoints of TensorFlow's own; of what does, tf.keras 2.15 is the last.
  const isTensorFlow = producer.name === 'tensorflow';
  const likely = layers.some(isOfKeras1) ? '1.2.2' : isOld ? '2.2.4' : isTensorFlow ? '2.15.0' : '3.15.1';
  return [
    {
      id: 'keras',
      choices: likelyFirst(likely, FAMILIES),
      likely,
      why: layers.some(isOfKeras1)
        ? phrase('why-keras-1')
        : isOld
          ? phrase('why-keras-2')
          : isTensorFlow
            ? phrase('why-keras-tensorflow')
            : phrase('why-keras-unsaid'),
      effect: phrase('effect-keras'),
    },
  ];
}

function isOfKeras1({ reading }: Placed): boolean {
  const { className } = reading.inner ?? reading;
  const perDirection = reading.className === 'Bidirectional' ? reading.count / 2 : reading.count;
  return (className === 'LSTM' && perDirection === 12) || (className === 'GRU' && perDirection === 9);
}
