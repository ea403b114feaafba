/** Characters of names that a path of the policy would read otherwise: captures, and `file#Name`. */
export function literal(path: string): string {
  return path.replace(/[{}#]/g, '?');
}
