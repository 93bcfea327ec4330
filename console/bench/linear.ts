/** Solves (c + λ·trace/n·1) x = b for each b by Cholesky; of c, n × n numbers, the lower half is used. */
export function solve(c: Float64Array, n: number, ridge: number, bs: Float64Array[]): Float64Array[] {
  const l = c.slice();
  let trace = 0;
  for (let i = 0; i < n; i++) trace += c[i * n + i]!;
  for (let i = 0; i < n; i++) l[i * n + i]! += (ridge * trace) / n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let s = l[i * n + j]!;
      const [oi, oj] = [i * n, j * n];
      for (let k = 0; k < j; k++) s -= l[oi + k]! * l[oj + k]!;
      l[oi + j] = i === j ? Math.sqrt(s) : s / l[oj + j]!;
    }
  return bs.map(b => {
    const x = b.slice();
    for (let i = 0; i < n; i++) {
      let s = x[i]!;
      for (let k = 0; k < i; k++) s -= l[i * n + k]! * x[k]!;
      x[i] = s / l[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let s = x[i]!;
      for (let k = i + 1; k < n; k++) s -= l[k * n + i]! * x[k]!;
      x[i] = s / l[i * n + i]!;
    }
    return x;
  });
}
