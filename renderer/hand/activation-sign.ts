/** How a formula writes an activation: σ for sigmoid, other names as Keras spells them, nothing for linear. */
export function activationSign(activation: string): string {
  if (activation === 'sigmoid') return 'σ';
  return activation === 'linear' ? '' : activation;
}
