/** Words of layers with several recurrences, and of padding. */
export const enParts = {
  'part.switch': 'Parts of {layer}',
  'part.forward': 'forward',
  'part.backward': 'backward',
  'part.cell': 'cell {index}',
  'part.use': 'use {use}',
  'part.both': 'Both',
  'part.all': 'All',
  'part.backwards': 'Reads from the last step to the first; drawn on the forward time axis',
  'part.choose': 'Show {part} in the unit list and the inspector',
  'part.units': '{units} units',
  'part.oneUnit': '1 unit',
  'padding.word': 'padding',
  'padding.sentence': 'Padding: nothing is computed at this step, the state is kept.',
  'padding.hand': 'This step is padding: the mask says that it does not count. No gate is computed, and the state before it is kept.',
  'padding.track': 'hatched: padding',
} as const;
