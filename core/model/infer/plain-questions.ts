import { phrase } from '../../errors/index.ts';
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
        why: phrase('why-mask-zero'),
        effect: phrase('effect-mask-zero'),
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
      ? phrase('why-dense-activated')
      : !isLast
        ? phrase('why-dense-inner')
        : units > 1
          ? phrase('why-dense-classes', { units })
          : phrase('why-dense-number'),
    effect: units > 1 ? phrase('effect-dense-several', { units }) : phrase('effect-dense-one'),
  });
}

function askActivation(settling: Settling, units: number, isLast: boolean): void {
  const likely = isLast && units > 1 ? 'softmax' : isLast ? 'linear' : 'relu';
  ask(settling, 'activation', {
    choices: likelyFirst(likely, ['softmax', 'relu', 'linear', 'sigmoid', 'tanh']),
    why: phrase('why-function', { likely }),
    effect: phrase('effect-function', { units }),
  });
}

function askConvolution(settling: Settling, filters: number): void {
  const width = Array.isArray(settling.config.kernel_size) ? String(settling.config.kernel_size[0] ?? 1) : '1';
  ask(settling, 'activation', {
    choices: ['linear', 'relu', 'tanh', 'sigmoid', 'elu'],
    why: phrase('why-convolution'),
    effect: phrase('effect-convolution', { filters }),
  });
  if (width === '1') return;
  ask(settling, 'padding', {
    choices: ['valid', 'same', 'causal'],
    why: phrase('why-padding'),
    effect: phrase('effect-padding', { width }),
  });
}

function askBatchNormalization({ config, reasons, ...settling }: Settling): void {
  if (reasons.get('scale')?.code !== 'note-arrays-missing') return;
  delete config.scale;
  const scale = ask({ config, reasons, ...settling }, 'scale', {
    choices: [false, true],
    why: phrase('why-scale'),
    effect: phrase('effect-scale'),
  });
  config.center = scale !== true;
  reasons.set('center', phrase('note-gamma-beta'));
}
