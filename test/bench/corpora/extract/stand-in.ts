/** Stands for whatever an import would give: can be called, made, read and walked over, and is never anything in particular. */
export function anything(): unknown {
  const target = function standIn(): void {};
  const proxy: unknown = new Proxy(target, {
    get: (_, key) => {
      if (key === Symbol.iterator) return function* () {};
      if (key === Symbol.toPrimitive) return () => '';
      if (key === 'then') return undefined;
      return anything();
    },
    apply: (_, __, args) => (isTemplate(args[0]) ? String.raw({ raw: args[0] }, ...args.slice(1)) : anything()),
    construct: () => anything() as object,
  });
  return proxy;
}

const isTemplate = (value: unknown): value is TemplateStringsArray =>
  Array.isArray(value) && Array.isArray((value as unknown as TemplateStringsArray).raw);
