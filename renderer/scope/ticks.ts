/** Steps to be written at the axis: multiples of 1, 2 or 5 · 10ⁿ within `from` to `to` − 1, at most `most` of them. */
export function ticksOf(from: number, to: number, most: number): number[] {
  const distance = distanceOf((to - from) / most);
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / distance) * distance; tick < to; tick += distance) ticks.push(tick);
  return ticks;
}

function distanceOf(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((digit) => digit * power).find((distance) => distance >= least) ?? 10 * power;
}
