export const subject = 'Thank you for your order';

export function render(values: Readonly<Record<string, string>>): string {
  return `We received your order ${values.orderId} over ${values.total}.`;
}
