import type { LayerCard, ModelCard } from '../../core/session/index.ts';

/** A layer that cannot run, described for whoever could build it in: class, settings and shapes, no weights and nothing of the sequence. */
export function layerRequest(layer: LayerCard, { producer, format }: ModelCard): string {
  const settings = Object.fromEntries(Object.entries(layer.settings).map(([name, { value }]) => [name, value]));
  const lines = [
    `Gatescope cannot run the layer class ${layer.class}.`,
    `Written by: ${producer.name} ${producer.version ?? '(version unknown)'}, ${format}`,
    `Shapes: ${shapeText(layer.inputShape)} to ${shapeText(layer.outputShape)}`,
    `Settings: ${JSON.stringify(settings)}`,
    'Arrays:',
    ...layer.weights.map(({ name, shape, dtype }) => `- ${name} ${shapeText(shape)}, ${dtype}`),
  ];
  return `${lines.join('\n')}\n`;
}

function shapeText(shape: readonly (number | null)[] | null): string {
  return shape === null ? 'unknown' : `(${shape.map((axis) => axis ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;
}
