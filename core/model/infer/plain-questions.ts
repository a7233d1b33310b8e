import { ask, likelyFirst, type Settling } from './asking.ts';

/** Decides or asks for what the arrays of a layer without gates do not tell. `isLast`: nothing follows it in the model. */
export function settlePlain(settling: Settling, units: number, isLast: boolean, isActivated: boolean): void {
  switch (settling.className) {
    case 'Dense':
      askDense(settling, units, isLast, isActivated);
      return;
    case 'Activation':
      askActivation(settling, units, isLast);
      return;
    case 'Embedding':
      ask(settling, 'mask_zero', {
        choices: [false, true],
        why: 'Masking has to be switched on in Keras, and three of four models do not.',
        effect: 'true makes the recurrent layers behind it skip every step with token 0 and keep their state there.',
      });
      return;
    case 'Conv1D':
    case 'Conv2D':
    case 'Conv3D':
      askConvolution(settling, units);
      return;
    case 'BatchNormalization':
      askBatchNormalization(settling);
      return;
  }
}

const FORMS = ['linear', 'softmax', 'sigmoid', 'relu', 'tanh'] as const;

function askDense(settling: Settling, units: number, isLast: boolean, isActivated: boolean): void {
  const likely = isLast && !isActivated && units > 1 ? 'softmax' : 'linear';
  ask(settling, 'activation', {
    choices: likelyFirst(likely, FORMS),
    why: isActivated
      ? 'A layer of its own applies the activation.'
      : !isLast
        ? 'An inner Dense without word of an activation is linear, as Keras builds it.'
        : units > 1
          ? `The last layer has ${units} outputs, most often the shares of ${units} classes.`
          : 'The last layer has one output, most often a number.',
    effect:
      units > 1
        ? `softmax makes shares of the ${units} values that add up to 1; linear leaves them as they are; sigmoid, relu and tanh bend each by itself.`
        : 'sigmoid squeezes the value between 0 and 1, relu cuts it off below 0; linear leaves it as it is.',
  });
}

function askActivation(settling: Settling, units: number, isLast: boolean): void {
  const likely = isLast && units > 1 ? 'softmax' : isLast ? 'linear' : 'relu';
  ask(settling, 'activation', {
    choices: likelyFirst(likely, ['softmax', 'relu', 'linear', 'sigmoid', 'tanh']),
    why: `The file lists the layer, not its function; ${likely} is the most common at this place.`,
    effect: `The function is applied to all ${units} values that go through it.`,
  });
}

function askConvolution(settling: Settling, filters: number): void {
  const width = Array.isArray(settling.config.kernel_size) ? String(settling.config.kernel_size[0] ?? 1) : '1';
  ask(settling, 'activation', {
    choices: ['linear', 'relu', 'tanh', 'sigmoid', 'elu'],
    why: 'Keras builds it linear unless told otherwise; files of weights do not store it.',
    effect: `relu cuts the ${filters} channels off below 0.`,
  });
  if (width === '1') return;
  ask(settling, 'padding', {
    choices: ['valid', 'same', 'causal'],
    why: 'Keras pads nothing unless told otherwise; files of weights do not store it.',
    effect: `valid gives ${width} − 1 fewer steps; same keeps their number by zeros at both ends, causal by zeros at the start.`,
  });
}

function askBatchNormalization({ config, reasons, ...settling }: Settling): void {
  if (!(reasons.get('scale') ?? '').includes('one is missing')) return;
  delete config.scale;
  const scale = ask({ config, reasons, ...settling }, 'scale', {
    choices: [false, true],
    why: 'Of gamma and beta only one array is there; gamma is the one that is left out more often.',
    effect: 'false reads the first array as beta, which is added; true reads it as gamma, which multiplies.',
  });
  config.center = scale !== true;
  reasons.set('center', 'the other of gamma and beta');
}
