export { openSafetensors } from './safetensors.ts';
