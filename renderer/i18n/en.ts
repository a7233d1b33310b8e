import { enBrought } from './en-brought.ts';
import { enDamaged } from './en-damaged.ts';
import { enErrors } from './en-errors.ts';
import { enHand } from './en-hand.ts';
import { enModel } from './en-model.ts';
import { enParts } from './en-parts.ts';
import { enProof } from './en-proof.ts';
import { enSetup } from './en-setup.ts';
import { enShell } from './en-shell.ts';
import { enSignals } from './en-signals.ts';

/** English, the language that every other follows key by key. */
export const en = {
  ...enShell,
  ...enSetup,
  ...enHand,
  ...enErrors,
  ...enDamaged,
  ...enBrought,
  ...enSignals,
  ...enModel,
  ...enParts,
  ...enProof,
};
