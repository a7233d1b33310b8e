export { distance } from './distance.ts';
export type { Rebuild } from './forensics/altered-model.ts';
export { differenceOf, type KnownPair, oneSample } from './forensics/known-pair.ts';
export { searchSettings } from './forensics/search.ts';
export type { Search, Trial } from './forensics/search.ts';
export { leftOutWords, type Verdict, verdictOf, wordsOf } from './forensics/verdict.ts';
