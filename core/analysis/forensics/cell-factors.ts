import { definiteName, isRecurrent, layerKindOf } from '../../layers/index.ts';
import { type LayerNode, type Model, orderUsers, withSetting } from '../../model/index.ts';
import type { Producer } from '../../read/index.ts';
import { type CellPlace, cellsOf, withBothHalves } from './cells.ts';
import type { Answer, Choice, Factor } from './factor.ts';
import { gatesOf, ordersOf, withGateBias, withGateOrder, withOtherBias } from './gate-blocks.ts';

const RECURRENT_ACTIVATIONS = ['sigmoid', 'hard_sigmoid_keras_2', 'hard_sigmoid_keras_3'];
const ACTIVATIONS = ['tanh', 'relu', 'linear', 'sigmoid', 'softsign'];
/** `forget_bias` of TensorFlow 1 and `unit_forget_bias` of Keras add so much. A converter may have left it out, or added it twice. */
const FORGET_BIAS = 1;

/**
 * What may be wrong in recurrent layers: gate order, both activations, forget bias, direction, `reset_after`. All cells of the layers are
 * changed alike, or those of one half of a Bidirectional. The layers are of one class and have the same settings; none for a layer without
 * a cell that runs.
 */
export function cellFactors(model: Model, layers: readonly LayerNode[], half: string | null = null): readonly Factor[] {
  const [first] = layers;
  const cellsIn = (layer: LayerNode): readonly CellPlace[] => {
    const cells = cellsOf(ofHalf(layer, half));
    return half === null ? cells : cells.filter(({ prefixes }) => prefixes.every((prefix) => prefix.startsWith(`${half}/`)));
  };
  const cell = first && cellsIn(first)[0];
  if (!first || !cell || !isRecurrent(layerKindOf(first.className))) return [];
  const about: About = {
    cell,
    first,
    half,
    cellsIn,
    producer: model.producer,
    layers: layers.map(({ name }) => name),
    names: layers.map(({ name }) => (half === null ? name : `${name}/${half}`)),
    cells: layers.flatMap((layer) => (half === null ? cellsOf(withBothHalves(layer)) : cellsIn(layer)).map(({ name }) => name)),
  };
  const factors = [
    gateOrder(about),
    activation(about, 'recurrent_activation', RECURRENT_ACTIVATIONS),
    activation(about, 'activation', ACTIVATIONS),
    resetAfter(about),
    forgetBias(about),
    direction(about),
  ];
  return factors.filter((factor) => factor !== null);
}

interface About extends Pick<Factor, 'layers' | 'names' | 'cells'> {
  readonly first: LayerNode;
  /** The first of the cells. */
  readonly cell: CellPlace;
  /** The half of each layer that is changed alone; null where all cells are. */
  readonly half: string | null;
  /** The cells of a layer that are changed. */
  readonly cellsIn: (layer: LayerNode) => readonly CellPlace[];
  readonly producer: Producer;
}

/** What a factor changes. */
function placesOf({ layers, names, cells }: About): Pick<Factor, 'layers' | 'names' | 'cells'> {
  return { layers, names, cells };
}

/** `of lstm`, `of lstm and lstm_1` */
function of({ names }: About): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
}

function gateOrder(about: About): Factor | null {
  const gates = gatesOf(about.cell);
  if (gates.length === 0) return null;
  const [present = gates, ...others] = ordersOf(gates);
  return {
    ...placesOf(about),
    setting: 'gate_order',
    present: present.join(' '),
    others: others.map((order): Choice => {
      const users = orderUsers(order);
      const whose = users.length === 0 ? '' : ` (${users.join(', ')})`;
      return {
        value: order.join(' '),
        words: `gate order of ${of(about)} is ${order.join(' ')}${whose}, not ${present.join(' ')}`,
        answers: null,
        alter: inEveryCell(about, (layer, cell) => withGateOrder(layer, cell, order)),
      };
    }),
  };
}

function activation(about: About, setting: string, names: readonly string[]): Factor | null {
  const { cell, producer } = about;
  if (cell.settings[setting] === undefined) return null;
  const present = definiteName(cell.settings[setting].value, producer, cell.name);
  return {
    ...placesOf(about),
    setting,
    present,
    others: names
      .filter((name) => name !== present)
      .map((name) => ({
        value: name,
        words: `${setting.replace('_', ' ')} of ${of(about)} is ${activationWords(name)}, not ${activationWords(present)}`,
        ...settingChange(about, setting, () => name),
      })),
  };
}

/** `hard_sigmoid of Keras 2` */
function activationWords(name: string): string {
  return name.replace(/^hard_sigmoid_keras_(\d)$/, 'hard_sigmoid of Keras $1');
}

function resetAfter(about: About): Factor | null {
  const present = about.cell.settings['reset_after']?.value;
  if (typeof present !== 'boolean') return null;
  const where = (isAfter: boolean): string => (isAfter ? 'behind' : 'before');
  return {
    ...placesOf(about),
    setting: 'reset_after',
    present: String(present),
    others: [
      {
        value: String(!present),
        words: `reset_after of ${of(about)} is ${!present}, not ${present}: the reset gate acts ${where(!present)} the recurrent product`,
        ...settingChange(about, 'reset_after', () => !present),
        alter: inEveryCell(about, (layer, cell) => withOtherBias(withSetting(layer, [...cell.path, 'reset_after'], !present), cell)),
      },
    ],
  };
}

function forgetBias(about: About): Factor | null {
  const { cell, first } = about;
  if (cell.className !== 'LSTM' || !first.weights.has(`${cell.prefixes[0] ?? ''}bias`)) return null;
  return {
    ...placesOf(about),
    setting: 'forget_bias',
    present: '0',
    others: [
      { offset: FORGET_BIAS, value: `+${FORGET_BIAS}`, words: 'added to' },
      { offset: -FORGET_BIAS, value: `−${FORGET_BIAS}`, words: 'taken off' },
    ].map(({ offset, value, words }) => ({
      value,
      words: `${FORGET_BIAS} has to be ${words} the forget gate's bias of ${of(about)}`,
      answers: null,
      alter: inEveryCell(about, (layer, place) => withGateBias(layer, place, 'f', offset)),
    })),
  };
}

/** Of a cell in a wrapper without a direction of its own (`RNN`), the wrapper's. */
function direction(about: About): Factor | null {
  const { cell, first, half } = about;
  // Both halves of a Bidirectional never read the same way.
  if (half !== null) return null;
  const present = (cell.settings['go_backwards'] ?? first.settings['go_backwards'])?.value;
  if (typeof present !== 'boolean') return null;
  const words = (backwards: boolean): string => (backwards ? 'from its end' : 'from its start');
  return {
    ...placesOf(about),
    setting: 'go_backwards',
    present: String(present),
    others: [
      {
        value: String(!present),
        words: `${first.className === 'Bidirectional' ? 'the forward half of ' : ''}${about.names.join(' and ')} reads the sequence ${words(!present)}, not ${words(present)}`,
        ...settingChange(about, 'go_backwards', (value) => value !== true),
      },
    ],
  };
}

/**
 * A setting of every cell of a layer, or of the layer around them where it stands there; as arithmetic and as an answer. No answer tells the
 * halves of a Bidirectional apart whose file describes one layer for both.
 */
function settingChange(
  { first, half, cellsIn }: About,
  setting: string,
  change: (before: unknown) => Answer['value'],
): Pick<Choice, 'alter' | 'answers'> {
  const places = (layer: LayerNode): readonly { name: string; path: readonly string[]; before: unknown }[] => {
    const inCells = cellsIn(layer).filter(({ settings }) => settings[setting] !== undefined);
    if (inCells.length === 0) return [{ name: layer.name, path: [setting], before: layer.settings[setting]?.value }];
    return inCells.map(({ name, path, settings }) => ({ name, path: [...path, setting], before: settings[setting]?.value }));
  };
  return {
    alter: (layer) => places(layer).reduce((altered, { path, before }) => withSetting(altered, path, change(before)), ofHalf(layer, half)),
    answers:
      half !== null && withBothHalves(first) !== first
        ? null
        : (layer) => places(layer).map(({ name, before }) => ({ id: `${name}.${setting}`, value: change(before) })),
  };
}

function inEveryCell({ half, cellsIn }: About, alter: (layer: LayerNode, cell: CellPlace) => LayerNode): (layer: LayerNode) => LayerNode {
  return (layer) => cellsIn(layer).reduce(alter, ofHalf(layer, half));
}

/** A layer in which one half can be changed alone where that is wanted. */
function ofHalf(layer: LayerNode, half: string | null): LayerNode {
  return half === null ? layer : withBothHalves(layer);
}
