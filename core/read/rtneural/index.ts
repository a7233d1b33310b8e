export { isRtneural, openRtneural } from './rtneural.ts';
