export { openOnnx } from './onnx.ts';
