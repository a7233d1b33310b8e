export { isFrugallyDeep, openFrugallyDeep } from './frugally-deep.ts';
