export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export async function sendMail(mail: Mail): Promise<void> {
  const response = await fetch(`${process.env.MAIL_URL}/messages`, { method: 'POST', body: JSON.stringify(mail) });
  if (!response.ok) throw new Error(`mail service answered ${response.status}`);
}
