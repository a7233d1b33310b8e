export type * from './model.ts';
export { answerValue, settingChoices } from './answer.ts';
export type { AnswerInput } from './answer.ts';
export { arrayName, inputName, outputName } from './array-name.ts';
export { buildModel } from './build.ts';
export { layerNamed, TYPED_SOURCE, withWeight } from './edit.ts';
export { computable } from './settings.ts';
export type { InnerSettings } from './settings.ts';
export { snakeCase } from './adopt/store-name.ts';
