/** Words of an output that is brought for a layer that cannot run. */
export const enBrought = {
  'brought.how': 'To see y, bring the output of that layer, an array of {shape}.',
  'brought.bring': 'Bring its output…',
  'brought.ask': 'Ask for this layer',
  'brought.askHint': 'Copies its class, settings and shapes, without weights; nothing is sent.',
  'brought.asked': 'Copied: class, settings and shapes. Paste it where you ask for the layer.',
  'brought.busy': 'Reading the output',
  'brought.layer': 'output brought',
  'brought.title': 'The output of {layer} was brought',
  'brought.text': 'What lies behind it is computed from there. It belongs to this sequence alone.',
  'brought.away': 'Take it away',
} as const;
