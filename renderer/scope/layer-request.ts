import { formatShape, type LayerCard, type ModelCard } from '../../core/session/index.ts';

/** A layer that cannot run, described for whoever could build it in: class, settings and shapes, no weights and nothing of the sequence. */
export function layerRequest(layer: LayerCard, { producer, format }: ModelCard): string {
  const settings = Object.fromEntries(Object.entries(layer.settings).map(([name, { value }]) => [name, value]));
  const lines = [
    `Gatescope cannot run the layer class ${layer.class}.`,
    `Written by: ${producer.name} ${producer.version ?? '(version unknown)'}, ${format}`,
    `Shapes: ${[layer.inputShape, layer.outputShape].map((shape) => (shape ? formatShape(shape) : 'unknown')).join(' to ')}`,
    `Settings: ${JSON.stringify(settings)}`,
    'Arrays:',
    ...layer.weights.map(({ name, shape, dtype }) => `- ${name} ${formatShape(shape)}, ${dtype}`),
  ];
  return `${lines.join('\n')}\n`;
}
