export { isGuitarml, openGuitarml } from './guitarml.ts';
