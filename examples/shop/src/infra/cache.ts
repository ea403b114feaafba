const entries = new Map<string, { value: unknown; expires: number }>();

export function remember<T>(key: string, seconds: number, load: () => T): T {
  const hit = entries.get(key);
  if (hit && hit.expires > Date.now()) return hit.value as T;
  const value = load();
  entries.set(key, { value, expires: Date.now() + seconds * 1000 });
  return value;
}
