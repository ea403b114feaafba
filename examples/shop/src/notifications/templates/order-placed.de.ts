export const subject = 'Danke für deine Bestellung 🎉';

export function render(values: Readonly<Record<string, string>>): string {
  return `Wir haben deine Bestellung ${values.orderId} über ${values.total} erhalten.`;
}
