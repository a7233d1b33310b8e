import type { Precision } from '../../layers/index.ts';
import { graphCode, type RunFacts } from './graph-code.ts';
import { ACTIVATIONS_PIECE } from './activations-piece.ts';
import { CELLS_PIECE } from './cells-piece.ts';
import { COMPARE_PIECE } from './compare-piece.ts';
import { HEAD_PIECE } from './head-piece.ts';
import { LAYERS_PIECE } from './layers-piece.ts';
import { OPERATIONS_PIECE } from './operations-piece.ts';

/**
 * `rebuild.py`: the pieces that are the same for every model around the one that knows this model.
 */
export function rebuildScript(facts: RunFacts, precision: Precision): string {
  const float = `# What the run was computed in.\nFLOAT = "${precision === 'f64' ? 'float64' : 'float32'}"`;
  const pieces = [HEAD_PIECE, float, ACTIVATIONS_PIECE, OPERATIONS_PIECE, LAYERS_PIECE, graphCode(facts), CELLS_PIECE, COMPARE_PIECE];
  return `${pieces.map((piece) => piece.trim()).join('\n\n\n')}\n`;
}
