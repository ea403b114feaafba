import { sendMail } from '../infra/index.js';
import { log } from '../kernel/index.js';
import type { User } from '../users/index.js';

interface Template {
  readonly subject: string;
  render(values: Readonly<Record<string, string>>): string;
}

export async function notify(users: readonly User[], template: string, values: Record<string, string>): Promise<void> {
  await Promise.allSettled(
    users.map(async user => {
      const { subject, render } = (await import(`./templates/${template}.${user.locale}.js`)) as Template;
      await sendMail({ to: user.email, subject, text: render(values) });
    }),
  );
  log.info({ count: users.length, template }, 'notified');
}
