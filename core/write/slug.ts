/** Names that mean a device to Windows, with any ending. Source: Microsoft, "Naming Files, Paths, and Namespaces". */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST = 60;

/**
 * A file name without its ending that is safe on every system: ASCII letters, digits, `-` and `_`. `My model (2).keras` → `My-model-2`;
 * `model` where nothing of the text is left.
 */
export function slug(text: string): string {
  const plain = text
    .replace(/(?:\.(?:weights|keras|h5|hdf5|json|npz|npy|zip|index|safetensors|onnx))+$/i, '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '') // accents
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  if (plain === '') return 'model';
  return DEVICE.test(plain) ? `${plain}-model` : plain;
}
