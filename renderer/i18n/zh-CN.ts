import type { Dictionary } from './dictionary.ts';
import { zhCNBrought } from './zh-CN-brought.ts';
import { zhCNDamaged } from './zh-CN-damaged.ts';
import { zhCNErrorPage } from './zh-CN-error-page.ts';
import { zhCNHand } from './zh-CN-hand.ts';
import { zhCNModel } from './zh-CN-model.ts';
import { zhCNParts } from './zh-CN-parts.ts';
import { zhCNProof } from './zh-CN-proof.ts';
import { zhCNSetup } from './zh-CN-setup.ts';
import { zhCNShell } from './zh-CN-shell.ts';
import { zhCNSignals } from './zh-CN-signals.ts';

/** Simplified Chinese; signal letters, Keras names, codes and file names stay as they are. */
export const zhCN = {
  ...zhCNShell,
  ...zhCNSetup,
  ...zhCNHand,
  ...zhCNErrorPage,
  ...zhCNDamaged,
  ...zhCNBrought,
  ...zhCNSignals,
  ...zhCNModel,
  ...zhCNParts,
  ...zhCNProof,
} satisfies Dictionary;
