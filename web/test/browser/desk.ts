// A desk: visitors who ask for a person, and members of the team who open their conversations.
import type { Browser, Page } from 'playwright-core';
import { open, seen, signIn, tell, word } from './chromium';

// waits is a visitor with a name of their own who has asked for a person.
export async function waits(browser: Browser, name = word('Desk ')) {
  const { page, context } = await open(browser);
  const chat = await seen(page, '/');
  await tell(page, 'identify', { name });
  await chat.start();
  await chat.say('I want to speak to a person');
  return { page, context, chat, name };
}

// joins is a member of the team who has opened the conversation of a visitor.
export async function joins(browser: Browser, who: string, name: string) {
  const opened = await open(browser);
  await signIn(opened.page, who, '/inbox/waiting');
  await find(opened.page, name);
  return opened;
}

// find opens the conversation of somebody by searching for the name. The rows of the queue go when the search begins.
export async function find(page: Page, name: string) {
  await page.getByRole('searchbox').fill(name);
  await page.getByText('Searching all queues').waitFor();
  await page.locator('.row', { hasText: name }).click();
}

export const head = (page: Page) => page.locator('.convhead');

// menu does an act of the menu of the conversation that is open.
export async function menu(page: Page, item: string) {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
